using Pitwall.Core.Records;

namespace Pitwall.Sessions.Usage;

/// <summary>How a usage report is cut.</summary>
public enum UsagePeriod
{
    /// <summary>By calendar day in the report's time zone.</summary>
    Daily,

    /// <summary>By week, beginning on Monday.</summary>
    Weekly,

    /// <summary>By calendar month.</summary>
    Monthly,

    /// <summary>By top-level session, sub-agents included.</summary>
    Session,

    /// <summary>By estimated 5-hour window.</summary>
    Blocks,
}

/// <summary>What a usage report covers.</summary>
public sealed record UsageQuery
{
    /// <summary>How it is cut.</summary>
    public UsagePeriod Period { get; init; } = UsagePeriod.Daily;

    /// <summary>First day, inclusive, in <see cref="TimeZone"/>.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Last day, inclusive, in <see cref="TimeZone"/>.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Working directory, or the last part of it.</summary>
    public string? Project { get; init; }

    /// <summary><c>claude</c>, <c>codex</c> or <c>gemini</c>.</summary>
    public string? Agent { get; init; }

    /// <summary>Time zone that days are cut in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;
}

/// <summary>The calls of one cell (time slice, session, model …) added up: what reports are folded from.</summary>
public sealed record UsageCell
{
    /// <summary>Unix ms of the first call in the cell.</summary>
    public long FirstMs { get; init; }

    /// <summary>Unix ms of the last call in the cell.</summary>
    public long LastMs { get; init; }

    /// <summary>Agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Top-level session.</summary>
    public string RootId { get; init; } = "";

    /// <summary>Project.</summary>
    public string Project { get; init; } = "";

    /// <summary>Model; empty where the record names none.</summary>
    public string Model { get; init; } = "";

    /// <summary>What the call did: editing, testing … or empty for talking.</summary>
    public string Activity { get; init; } = "";

    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Cost of the priced calls, nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>Calls whose model has no known price.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>A cell of a single call, for folding calls that are in no store yet and for reports by block.</summary>
    /// <param name="call">The call.</param>
    /// <param name="activity">What it did, or empty.</param>
    public static UsageCell Of(ModelCall call, string activity = "") => new()
    {
        FirstMs = call.AtMs,
        LastMs = call.AtMs,
        Agent = call.Agent,
        RootId = call.RootId,
        Project = call.Project,
        Model = call.Model,
        Activity = activity,
        Calls = 1,
        Usage = call.Usage,
        CostNanos = call.CostNanos ?? 0,
        UnpricedCalls = call.CostNanos is null ? 1 : 0,
    };
}

/// <summary>One row of a usage report, or its totals.</summary>
public sealed record UsageRow
{
    /// <summary>2026-11-21, 2026-11-16 (Monday of the week), 2026-11, a session id, or the block's start.</summary>
    public string Period { get; init; } = "";

    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Cost of the priced calls, nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>Calls whose model has no known price.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>Models, sorted by cost, then tokens.</summary>
    public IReadOnlyList<ModelUsage> Models { get; init; } = [];

    /// <summary>Agents in it, sorted.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Project, for session rows.</summary>
    public string Project { get; init; } = "";

    /// <summary>First call, unix ms.</summary>
    public long FirstMs { get; init; }

    /// <summary>Last call, unix ms.</summary>
    public long LastMs { get; init; }
}

/// <summary>One model's part of a row.</summary>
public sealed record ModelUsage(string Model, TokenUsage Usage, long CostNanos, long Calls, long UnpricedCalls);

/// <summary>A whole report.</summary>
public sealed record UsageReport
{
    /// <summary>What was asked.</summary>
    public required UsageQuery Query { get; init; }

    /// <summary>Rows, oldest first (sessions: most expensive first).</summary>
    public required IReadOnlyList<UsageRow> Rows { get; init; }

    /// <summary>The sum of all rows.</summary>
    public required UsageRow Totals { get; init; }

    /// <summary>For <see cref="UsagePeriod.Blocks"/>: the windows, gaps between them included; empty otherwise.</summary>
    public IReadOnlyList<UsageBlock> Blocks { get; init; } = [];
}

/// <summary>
/// An estimated 5-hour window: it begins at the full hour (UTC) of its first call. An estimate, because the provider
/// does not say in a transcript when its window began.
/// </summary>
public sealed record UsageBlock
{
    /// <summary>Begin, unix ms; of a gap: when the window before it would have run out.</summary>
    public required long StartMs { get; init; }

    /// <summary>End, unix ms, exclusive; of a gap: the next call.</summary>
    public required long EndMs { get; init; }

    /// <summary>Nobody called a model for longer than a window.</summary>
    public bool IsGap { get; init; }

    /// <summary>The window is still open and was used within the last 5 hours.</summary>
    public bool IsActive { get; init; }

    /// <summary>The calls in it; empty for a gap.</summary>
    public required UsageRow Row { get; init; }

    /// <summary>Speed of an active window; null where its calls took no time.</summary>
    public BurnRate? Burn { get; init; }
}

/// <summary>How fast a window is used, and where that leads.</summary>
/// <param name="TokensPerMinute">All tokens, per minute between the first and the last call.</param>
/// <param name="FreshTokensPerMinute">Input and output only: cache reads hide how busy a window is.</param>
/// <param name="DollarsPerHour">Cost per hour.</param>
/// <param name="RemainingMinutes">Until the window ends, from now.</param>
/// <param name="ProjectedTokens">Tokens at the end if it goes on like this.</param>
/// <param name="ProjectedDollars">Cost at the end if it goes on like this.</param>
public sealed record BurnRate(
    double TokensPerMinute,
    double FreshTokensPerMinute,
    double DollarsPerHour,
    double RemainingMinutes,
    double ProjectedTokens,
    double ProjectedDollars);
