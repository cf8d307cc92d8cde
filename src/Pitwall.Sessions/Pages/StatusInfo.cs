namespace Pitwall.Sessions.Pages;

/// <summary>What the status page shows.</summary>
public sealed record StatusInfo
{
    /// <summary>Version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>Data folder, or the database without its password.</summary>
    public string DataLocation { get; init; } = "";

    /// <summary><c>SQLite 3.40.1</c>, <c>PostgreSQL 15.18</c>.</summary>
    public string Database { get; init; } = "";

    /// <summary>Size of the database in bytes, null where unknown.</summary>
    public long? DatabaseBytes { get; init; }

    /// <summary>Version of the price table, usually its date.</summary>
    public string Prices { get; init; } = "";

    /// <summary>How long the program has been running.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>How the import stands.</summary>
    public ImportProgress Import { get; init; } = new();

    /// <summary>What was read, agent by agent.</summary>
    public IReadOnlyList<AgentStatus> Agents { get; init; } = [];

    /// <summary>Folders looked at.</summary>
    public IReadOnlyList<WatchedRoot> Roots { get; init; } = [];

    /// <summary>Models without a known price, most calls first.</summary>
    public IReadOnlyList<UnpricedModel> Unpriced { get; init; } = [];
}

/// <summary>State of the import.</summary>
public enum ImportState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Looking for transcripts.</summary>
    Scanning,

    /// <summary>Counting tokens and costs.</summary>
    Accounting,

    /// <summary>Reading timelines into the store and the search index.</summary>
    Indexing,

    /// <summary>Everything is read; following the files.</summary>
    Following,

    /// <summary>Stopped by an error, see <see cref="ImportProgress.Error"/>.</summary>
    Failed,
}

/// <summary>How far the import is.</summary>
public sealed record ImportProgress
{
    /// <summary>What it is doing.</summary>
    public ImportState State { get; init; }

    /// <summary>Transcripts found.</summary>
    public long FilesTotal { get; init; }

    /// <summary>Transcripts read to their end.</summary>
    public long FilesDone { get; init; }

    /// <summary>Bytes to read.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Bytes read.</summary>
    public long BytesDone { get; init; }

    /// <summary>Bytes per second, 0 while unknown.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Seconds left, null while unknown.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>What went wrong and what to do, for <see cref="ImportState.Failed"/>.</summary>
    public string Error { get; init; } = "";

    /// <summary>Whether there is work being done that a person may wait for.</summary>
    public bool Busy => State is ImportState.Scanning or ImportState.Accounting or ImportState.Indexing;
}

/// <summary>What was read of one agent.</summary>
public sealed record AgentStatus
{
    /// <summary><c>claude</c>, <c>codex</c>, <c>gemini</c>.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Transcripts known.</summary>
    public long Transcripts { get; init; }

    /// <summary>Sessions, sub-agents included.</summary>
    public long Sessions { get; init; }

    /// <summary>Records in timelines.</summary>
    public long Records { get; init; }

    /// <summary>Lines that were not taken, by reason.</summary>
    public IReadOnlyList<SkippedLines> Skipped { get; init; } = [];
}

/// <summary>Lines that were not taken for one reason.</summary>
public sealed record SkippedLines(string Reason, long Count);

/// <summary>A folder in which transcripts are looked for.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Agent">Whose.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Origin">Why we look there: <c>default</c> or the variable that names it.</param>
public sealed record WatchedRoot(string Path, string Agent, bool Exists, string Origin);

/// <summary>A model without a known price.</summary>
public sealed record UnpricedModel(string Model, long Calls, long Tokens);
