using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>What is known of a transcript: how far each pass has read it, and what it must remember to go on.</summary>
internal sealed class TranscriptRow
{
    public long Id { get; init; }
    public string Agent { get; init; } = "";
    public string Path { get; set; } = "";
    public long Device { get; set; }
    public long Inode { get; set; }
    public long HeadHash { get; set; }
    public string SessionId { get; set; } = "";
    public long AccountedTo { get; set; }
    public long AccountedSize { get; set; }
    public long AccountedNs { get; set; }
    public string AccountState { get; set; } = "";
    public long IndexedTo { get; set; }
    public long IndexedSize { get; set; }
    public long IndexedNs { get; set; }
    public string IndexState { get; set; } = "";
    public bool Missing { get; set; }

    /// <summary>Found under another name than the stored one.</summary>
    public bool Renamed { get; set; }

    /// <summary>True where accounting has seen the file as it is.</summary>
    public bool IsAccounted(TranscriptFile file) => AccountedSize == file.Size && AccountedNs == file.ModifiedNs && Device == file.Device && Inode == file.Inode;

    /// <summary>True where indexing has seen the file as it is.</summary>
    public bool IsIndexed(TranscriptFile file) => IndexedSize == file.Size && IndexedNs == file.ModifiedNs && IsAccounted(file);
}
