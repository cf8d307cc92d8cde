namespace Pitwall.Sessions.Import;

/// <summary>How far an import is.</summary>
/// <param name="State"><c>accounting</c>, <c>indexing</c> or <c>idle</c>.</param>
/// <param name="FilesTotal">Files that changed.</param>
/// <param name="FilesDone">Files finished.</param>
/// <param name="BytesTotal">Bytes to read.</param>
/// <param name="BytesDone">Bytes read and stored.</param>
/// <param name="Elapsed">Time since the import began.</param>
public sealed record ImportProgress(string State, int FilesTotal, int FilesDone, long BytesTotal, long BytesDone, TimeSpan Elapsed)
{
    /// <summary>Nothing is being imported.</summary>
    public static ImportProgress Idle { get; } = new("idle", 0, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Bytes per second so far.</summary>
    public double BytesPerSecond => Elapsed.TotalSeconds > 0.05 ? BytesDone / Elapsed.TotalSeconds : 0;

    /// <summary>Seconds left at that rate; null while unknown.</summary>
    public double? SecondsLeft => BytesPerSecond > 0 ? Math.Max(0, BytesTotal - BytesDone) / BytesPerSecond : null;
}

/// <summary>What an import did.</summary>
public sealed class ImportReport
{
    /// <summary>Transcripts found.</summary>
    public int FilesFound { get; set; }

    /// <summary>Transcripts that had not changed: not opened.</summary>
    public int FilesUnchanged { get; set; }

    /// <summary>Times a file was opened.</summary>
    public int FilesOpened { get; set; }

    /// <summary>Transcripts that changed and were read.</summary>
    public int FilesRead { get; set; }

    /// <summary>Bytes of transcripts brought into the store.</summary>
    public long Bytes { get; set; }

    /// <summary>Model calls reported by the transcripts, the same call counted each time it was told.</summary>
    public long Calls { get; set; }

    /// <summary>Timeline records written.</summary>
    public long Records { get; set; }

    /// <summary>Sessions touched.</summary>
    public int Sessions { get; set; }

    /// <summary>Seconds it took.</summary>
    public double Seconds { get; set; }

    /// <summary>What was passed over in this run, by reason.</summary>
    public Dictionary<string, long> Skipped { get; } = new(StringComparer.Ordinal);

    /// <summary>What was out of the ordinary in this run and was dealt with, by kind.</summary>
    public Dictionary<string, long> Noticed { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that could not be read, with the reason.</summary>
    public List<string> Failed { get; } = [];

    internal void Skip(string reason, long count = 1) => Count(Skipped, reason, count);

    internal void Notice(string kind, long count = 1) => Count(Noticed, kind, count);

    private static void Count(Dictionary<string, long> counts, string name, long count)
    {
        if (count == 0) return;
        lock (counts) counts[name] = counts.GetValueOrDefault(name) + count;
    }
}

/// <summary>A session that an import touched.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="RootId">Its top-level session.</param>
/// <param name="LastRecordId">Its newest record.</param>
public sealed record SessionChange(string SessionId, string RootId, long LastRecordId);
