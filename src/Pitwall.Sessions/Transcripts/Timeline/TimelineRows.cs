namespace Pitwall.Sessions.Transcripts.Timeline;

/// <summary>Kinds of records; the text in the store.</summary>
internal static class RecordKind
{
    public const string Prompt = "prompt";
    public const string Answer = "answer";
    public const string Thinking = "thinking";
    public const string Operation = "operation";
    public const string Event = "event";
    public const string Compaction = "compaction";
    public const string ApiError = "api_error";
    public const string Summary = "summary";
    public const string Other = "other";
}

/// <summary>One thing in a timeline.</summary>
internal sealed class RecordRow
{
    public long Id { get; init; }
    public string Kind { get; init; } = "";
    public long AtMs { get; init; }
    public string Uuid { get; init; } = "";
    public string Model { get; init; } = "";
    public string CallKey { get; init; } = "";
    public string Label { get; init; } = "";
    public string Text { get; set; } = "";
    public bool Searchable { get; init; }
}

/// <summary>One tool call, with what came of it once that is known.</summary>
internal sealed class OperationRow
{
    public long Id { get; init; }
    public string ToolUseId { get; init; } = "";
    public string Tool { get; init; } = "";
    public string Activity { get; init; } = "";
    public string Target { get; init; } = "";
    public string Input { get; init; } = "";
    public long StartedMs { get; init; }
    public OperationOutcome Outcome { get; set; } = OperationOutcome.Running;
}

/// <summary>What came of a tool call.</summary>
internal sealed record OperationOutcome
{
    /// <summary>No result yet.</summary>
    public static OperationOutcome Running { get; } = new() { Status = "running" };

    /// <summary>ok, error, rejected, running.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>Class of the error, or empty.</summary>
    public string ErrorClass { get; init; } = "";

    /// <summary>Result text.</summary>
    public string Result { get; init; } = "";

    /// <summary>Size of the whole result, UTF-8 bytes.</summary>
    public long ResultBytes { get; init; }

    /// <summary>Milliseconds as the agent measured, or null.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Lines added to files.</summary>
    public long LinesAdded { get; init; }

    /// <summary>Lines removed from files.</summary>
    public long LinesRemoved { get; init; }

    /// <summary>The sub-agent session it started, or null.</summary>
    public string? ChildId { get; init; }
}

/// <summary>A result whose call was written in an earlier batch.</summary>
internal sealed record LateOutcome(long Id, OperationOutcome Outcome, string ErrorText);

/// <summary>Rows of one batch of one transcript.</summary>
internal sealed class TimelineBatch
{
    public List<RecordRow> Records { get; } = [];
    public List<OperationRow> Operations { get; } = [];
    public List<LateOutcome> Late { get; } = [];

    /// <summary>What each model call did, by its key.</summary>
    public Dictionary<string, string> Activities { get; } = new(StringComparer.Ordinal);

    /// <summary>Titles for conversations in other files, by the uuid of their last record.</summary>
    public Dictionary<string, string> Titles { get; } = new(StringComparer.Ordinal);
}
