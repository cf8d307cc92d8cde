using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>A page of a list; pass <paramref name="Next"/> back as <c>cursor</c> for the following one.</summary>
internal sealed record PageJson<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A session as the API tells it.</summary>
internal sealed record SessionJson
{
    public required string Id { get; init; }
    public required string RootId { get; init; }
    public required string? ParentId { get; init; }
    public required string Agent { get; init; }
    public required string Subagent { get; init; }
    public required string Title { get; init; }
    public required string Project { get; init; }
    public required string Branch { get; init; }
    public required IReadOnlyList<string> Models { get; init; }
    public required string Version { get; init; }
    public required string Entrypoint { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public required long Prompts { get; init; }
    public required long Turns { get; init; }
    public required long Operations { get; init; }
    public required long Errors { get; init; }
    public required long Compactions { get; init; }
    public required long ApiErrors { get; init; }
    public required long LimitsHit { get; init; }
    public required long LinesAdded { get; init; }
    public required long LinesRemoved { get; init; }
    public required long Records { get; init; }
    public required long Subagents { get; init; }

    /// <summary>Tokens and cost include the sub-agents.</summary>
    public required long Tokens { get; init; }

    /// <summary>Dollars, of the calls with a known price.</summary>
    public required decimal CostUsd { get; init; }
    public required long UnpricedCalls { get; init; }

    public static SessionJson From(SessionSummary s) => new()
    {
        Id = s.Id, RootId = s.RootId, ParentId = s.ParentId, Agent = s.Agent, Subagent = s.Subagent, Title = s.Title, Project = s.Project, Branch = s.Branch,
        Models = s.Models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Version = s.Version, Entrypoint = s.Entrypoint,
        StartedAt = Units.Time(s.StartedMs), EndedAt = Units.Time(s.EndedMs), Prompts = s.Prompts, Turns = s.Turns, Operations = s.Operations, Errors = s.Errors,
        Compactions = s.Compactions, ApiErrors = s.ApiErrors, LimitsHit = s.LimitsHit, LinesAdded = s.LinesAdded, LinesRemoved = s.LinesRemoved, Records = s.Records,
        Subagents = s.Subagents, Tokens = s.Tokens, CostUsd = Units.Dollars(s.CostNanos), UnpricedCalls = s.UnpricedCalls,
    };
}

/// <summary>A session and the sub-agent sessions below it.</summary>
internal sealed record SessionDetailJson(SessionJson Session, IReadOnlyList<SessionJson> Subagents);

/// <summary>One thing in a timeline.</summary>
internal sealed record TimelineItemJson(long Id, string SessionId, string Kind, DateTimeOffset At, string Model, string Label, string Text, OperationJson? Operation)
{
    public static TimelineItemJson From(TimelineItem item) => new(
        item.Id, item.SessionId, item.Kind, Units.Time(item.AtMs), item.Model, item.Label, item.Text, item.Operation is { } operation ? OperationJson.From(operation) : null);
}

/// <summary>A tool call.</summary>
internal sealed record OperationJson
{
    public required string Tool { get; init; }
    public required string ToolUseId { get; init; }
    public required string Activity { get; init; }
    public required string Target { get; init; }
    public required string Input { get; init; }
    public required string Result { get; init; }
    public required long ResultBytes { get; init; }
    public required string Status { get; init; }
    public required string ErrorClass { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required long? DurationMs { get; init; }
    public required long LinesAdded { get; init; }
    public required long LinesRemoved { get; init; }
    public required string? ChildId { get; init; }

    public static OperationJson From(Operation o) => new()
    {
        Tool = o.Tool, ToolUseId = o.ToolUseId, Activity = o.Activity, Target = o.Target, Input = o.Input, Result = o.Result, ResultBytes = o.ResultBytes, Status = o.Status,
        ErrorClass = o.ErrorClass, StartedAt = Units.Time(o.StartedMs), DurationMs = o.DurationMs, LinesAdded = o.LinesAdded, LinesRemoved = o.LinesRemoved, ChildId = o.ChildId,
    };
}

/// <summary>One model call of a session.</summary>
internal sealed record CallJson(DateTimeOffset At, string SessionId, string Model, long InputTokens, long OutputTokens, long CacheReadTokens, long CacheCreationTokens, decimal? CostUsd)
{
    public static CallJson From(CallPoint c) =>
        new(Units.Time(c.AtMs), c.SessionId, c.Model, c.Input, c.Output, c.CacheRead, c.CacheWrite, c.CostNanos is { } cost ? Units.Dollars(cost) : null);
}

/// <summary>A hit of a search.</summary>
internal sealed record SearchHitJson(long RecordId, string SessionId, string Title, string Project, string Agent, string Kind, DateTimeOffset At, IReadOnlyList<SnippetPart> Snippet)
{
    public static SearchHitJson From(SearchHit h) => new(h.RecordId, h.SessionId, h.Title, h.Project, h.Agent, h.Kind, Units.Time(h.AtMs), h.Snippet);
}

/// <summary>What <c>/api/health</c> answers.</summary>
internal sealed record HealthJson(string Status, string Version, string Database, ImportChanged Import);

/// <summary>What <c>/api/status</c> answers.</summary>
internal sealed record StatusJson
{
    public required string Status { get; init; }
    public required string Version { get; init; }
    public required int Pid { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string DataLocation { get; init; }
    public required string Database { get; init; }
    public required long DatabaseBytes { get; init; }
    public required string Prices { get; init; }
    public required ImportChanged Import { get; init; }
    public required IReadOnlyList<AgentTotals> Agents { get; init; }
    public required IReadOnlyList<UnpricedTotals> Unpriced { get; init; }
}

/// <summary>The <c>session</c> event of <c>/api/live</c>.</summary>
internal sealed record SessionEventJson(string Id, string RootId, long LastRecordId, string Title, long EndedMs, DateTimeOffset EndedAt, long CostNanos, decimal CostUsd, long Tokens)
{
    public static SessionEventJson From(SessionChanged s) =>
        new(s.Id, s.RootId, s.LastRecordId, s.Title, s.EndedMs, Units.Time(s.EndedMs), s.CostNanos, Units.Dollars(s.CostNanos), s.Tokens);
}

/// <summary>The <c>gap</c> event of <c>/api/live</c>: events were missed, read the lists anew.</summary>
internal sealed record GapEventJson(long? From, long? To);
