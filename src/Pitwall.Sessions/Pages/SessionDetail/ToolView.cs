using Pitwall.Web.Diffs;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>A tool call as a person reads it. What a tool is called does not matter, only what it was given.</summary>
public sealed record ToolView
{
    /// <summary>The command line, for tools that run one.</summary>
    public string? Command { get; init; }

    /// <summary>What the agent said the command is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>Files it changed.</summary>
    public IReadOnlyList<FileDiff> Diffs { get; init; } = [];

    /// <summary>Its list of things to do.</summary>
    public IReadOnlyList<TodoLine> Todos { get; init; } = [];

    /// <summary>Text for a reader: a plan, or the task given to a sub-agent.</summary>
    public string? Markdown { get; init; }

    /// <summary>All other input by name.</summary>
    public IReadOnlyList<InputField> Fields { get; init; } = [];

    /// <summary>Input that is no object, as it stands.</summary>
    public string? Plain { get; init; }
}

/// <summary>A thing to do.</summary>
/// <param name="Text">What.</param>
/// <param name="Status">pending, in_progress, completed, or another word of the agent.</param>
public sealed record TodoLine(string Text, string Status);

/// <summary>One named value of a tool's input.</summary>
public sealed record InputField(string Name, string Value);
