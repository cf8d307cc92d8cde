namespace Pitwall.Sessions.Reading;

/// <summary>What a list of sessions may be narrowed and ordered by; empty members do not narrow.</summary>
public sealed record SessionFilter
{
    /// <summary>Working directory of the project, exact.</summary>
    public string? Project { get; init; }

    /// <summary><c>claude</c>, <c>codex</c> or <c>gemini</c>.</summary>
    public string? Agent { get; init; }

    /// <summary>Model name, exact.</summary>
    public string? Model { get; init; }

    /// <summary>Git branch, exact.</summary>
    public string? Branch { get; init; }

    /// <summary>Words that title or project must hold, any case.</summary>
    public string? Text { get; init; }

    /// <summary>Only sessions whose last record is at or after this unix millisecond.</summary>
    public long? SinceMs { get; init; }

    /// <summary>Only sessions whose first record is before this unix millisecond.</summary>
    public long? UntilMs { get; init; }

    /// <summary>Order of the list.</summary>
    public SessionSort Sort { get; init; } = SessionSort.Recent;
}

/// <summary>Order of a list of sessions, always descending, the session id breaking ties.</summary>
public enum SessionSort
{
    /// <summary>Last record.</summary>
    Recent,

    /// <summary>Cost, sub-agents included.</summary>
    Cost,

    /// <summary>Tokens, sub-agents included.</summary>
    Tokens,

    /// <summary>Failed operations.</summary>
    Errors,

    /// <summary>First to last record.</summary>
    Duration,
}

/// <summary>One session in a list. Tokens and cost include its sub-agents.</summary>
public sealed record SessionSummary
{
    /// <summary>Session id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Top-level session above it, or its own id.</summary>
    public string RootId { get; init; } = "";

    /// <summary>Session that started this one, if it is a sub-agent's.</summary>
    public string? ParentId { get; init; }

    /// <summary><c>claude</c>, <c>codex</c>, <c>gemini</c>.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Kind of sub-agent, or empty.</summary>
    public string Subagent { get; init; } = "";

    /// <summary>Title: given by a person, by the agent, or the first prompt, in that order. Secrets masked.</summary>
    public string Title { get; init; } = "";

    /// <summary>Working directory.</summary>
    public string Project { get; init; } = "";

    /// <summary>Git branch.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Models used, comma separated.</summary>
    public string Models { get; init; } = "";

    /// <summary>Version of the agent program.</summary>
    public string Version { get; init; } = "";

    /// <summary>How it was started, as the agent tells it (cli, sdk-cli, vscode …).</summary>
    public string Entrypoint { get; init; } = "";

    /// <summary>First record, unix ms.</summary>
    public long StartedMs { get; init; }

    /// <summary>Last record, unix ms.</summary>
    public long EndedMs { get; init; }

    /// <summary>Prompts a person wrote.</summary>
    public long Prompts { get; init; }

    /// <summary>Model answers (one per model call).</summary>
    public long Turns { get; init; }

    /// <summary>Tool calls.</summary>
    public long Operations { get; init; }

    /// <summary>Tool calls that failed.</summary>
    public long Errors { get; init; }

    /// <summary>Context compactions.</summary>
    public long Compactions { get; init; }

    /// <summary>API errors.</summary>
    public long ApiErrors { get; init; }

    /// <summary>Usage limits hit.</summary>
    public long LimitsHit { get; init; }

    /// <summary>Lines added by edits.</summary>
    public long LinesAdded { get; init; }

    /// <summary>Lines removed by edits.</summary>
    public long LinesRemoved { get; init; }

    /// <summary>Records in its timeline.</summary>
    public long Records { get; init; }

    /// <summary>Sub-agent sessions below it.</summary>
    public long Subagents { get; init; }

    /// <summary>All tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>Cost of the priced calls, nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>Model calls without a known price.</summary>
    public long UnpricedCalls { get; init; }
}

/// <summary>A page of a list and the cursor of the next one; null when there is none.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>One thing in a session's timeline, with its operation where it is one.</summary>
public sealed record TimelineItem
{
    /// <summary>Position: grows through the timeline.</summary>
    public long Id { get; init; }

    /// <summary>The session it belongs to.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>prompt, answer, thinking, operation, event, compaction, api_error, summary, other.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Unix ms; may run backwards.</summary>
    public long AtMs { get; init; }

    /// <summary>Model, for answers and thinking.</summary>
    public string Model { get; init; } = "";

    /// <summary>Key of the model call that made it, or empty.</summary>
    public string CallKey { get; init; } = "";

    /// <summary>Short label: the record type, sub-type, or tool name.</summary>
    public string Label { get; init; } = "";

    /// <summary>Text (Markdown for prompts and answers). For operations: command or target, and the error text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Set for kind <c>operation</c>.</summary>
    public Operation? Operation { get; init; }
}

/// <summary>One tool call.</summary>
public sealed record Operation
{
    /// <summary>Id of its record.</summary>
    public long Id { get; init; }

    /// <summary>The agent's id of the call.</summary>
    public string ToolUseId { get; init; } = "";

    /// <summary>Tool name.</summary>
    public string Tool { get; init; } = "";

    /// <summary>editing, testing, running, reading, researching, delegating, planning, other.</summary>
    public string Activity { get; init; } = "";

    /// <summary>File, command or query, one line.</summary>
    public string Target { get; init; } = "";

    /// <summary>Input: JSON, or plain text for free-form tools. Secrets masked.</summary>
    public string Input { get; init; } = "";

    /// <summary>Result text, middle cut when long. Secrets masked.</summary>
    public string Result { get; init; } = "";

    /// <summary>Size of the whole result in UTF-8 bytes.</summary>
    public long ResultBytes { get; init; }

    /// <summary>ok, error, rejected, running.</summary>
    public string Status { get; init; } = "";

    /// <summary>Class of the error, such as <c>exit-code</c> or <c>string-not-found</c>; empty where it is none.</summary>
    public string ErrorClass { get; init; } = "";

    /// <summary>Unix ms.</summary>
    public long StartedMs { get; init; }

    /// <summary>Milliseconds, null where unknown.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Lines added.</summary>
    public long LinesAdded { get; init; }

    /// <summary>Lines removed.</summary>
    public long LinesRemoved { get; init; }

    /// <summary>The sub-agent session it started, if any.</summary>
    public string? ChildId { get; init; }
}

/// <summary>One model call of a session, for the chart of cost and context per turn.</summary>
public sealed record CallPoint
{
    /// <summary>Unix ms.</summary>
    public long AtMs { get; init; }

    /// <summary>Session (sub-agents have their own).</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Uncached input tokens.</summary>
    public long Input { get; init; }

    /// <summary>Output tokens.</summary>
    public long Output { get; init; }

    /// <summary>Cache read tokens.</summary>
    public long CacheRead { get; init; }

    /// <summary>Cache write tokens.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Nano-dollars, null where unpriced.</summary>
    public long? CostNanos { get; init; }
}

/// <summary>The values a filter offers, most used first.</summary>
public sealed record FilterChoices(
    IReadOnlyList<string> Projects, IReadOnlyList<string> Agents, IReadOnlyList<string> Models, IReadOnlyList<string> Branches);

/// <summary>One hit of a search.</summary>
public sealed record SearchHit
{
    /// <summary>Id of the record.</summary>
    public long RecordId { get; init; }

    /// <summary>Its session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Title of the session.</summary>
    public string Title { get; init; } = "";

    /// <summary>Project of the session.</summary>
    public string Project { get; init; } = "";

    /// <summary>Agent of the session.</summary>
    public string Agent { get; init; } = "";

    /// <summary>prompt, answer, operation, api_error …</summary>
    public string Kind { get; init; } = "";

    /// <summary>Unix ms.</summary>
    public long AtMs { get; init; }

    /// <summary>About 200 characters around the first match, secrets masked, control characters removed, in parts: matched or not.</summary>
    public IReadOnlyList<SnippetPart> Snippet { get; init; } = [];
}

/// <summary>A piece of a snippet.</summary>
public readonly record struct SnippetPart(string Text, bool Match);
