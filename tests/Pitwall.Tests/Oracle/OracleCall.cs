namespace Pitwall.Tests.Oracle;

/// <summary>One model call as the oracle counts it.</summary>
internal sealed record OracleCall
{
    public required string Agent { get; init; }

    /// <summary>Identity, for telling duplicates.</summary>
    public required string Key { get; init; }

    /// <summary>The file the counted report is in, relative to the folder that was read.</summary>
    public required string File { get; init; }

    /// <summary>Top-level session: the transcript's name, or for a sub-agent that of the session that started it.</summary>
    public required string Session { get; init; }

    public required long AtMs { get; init; }

    public required string Model { get; init; }

    public long Input { get; init; }

    public long Output { get; init; }

    public long CacheRead { get; init; }

    public long CacheWrite5m { get; init; }

    public long CacheWrite1h { get; init; }

    public long WebSearches { get; init; }

    public bool Sidechain { get; init; }

    public long Total => Input + Output + CacheRead + CacheWrite5m + CacheWrite1h;
}
