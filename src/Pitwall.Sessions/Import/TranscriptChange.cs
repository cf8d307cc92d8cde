using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>A transcript on disk and what is known of it.</summary>
internal sealed record TranscriptChange(TranscriptFile File, TranscriptRow Row)
{
    /// <summary>Bytes that accounting has not seen.</summary>
    public long Bytes { get; } = File.Size - Row.AccountedTo;
}
