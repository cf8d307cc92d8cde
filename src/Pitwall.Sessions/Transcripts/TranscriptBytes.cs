namespace Pitwall.Sessions.Transcripts;

/// <summary>Where the bytes of a transcript can be read: the file itself, or of a packed one an unpacked copy.</summary>
internal static class TranscriptBytes
{
    /// <summary>Path of the plain bytes. A packed rollout is unpacked beside the temporary files, once per version.</summary>
    /// <exception cref="IOException">It cannot be unpacked; the message says why.</exception>
    public static string Plain(TranscriptFile file) => file.Format == TranscriptFormat.CodexZstd ? ZstdFile.Unpack(file) : file.Path;
}
