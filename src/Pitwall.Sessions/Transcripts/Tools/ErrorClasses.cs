namespace Pitwall.Sessions.Transcripts.Tools;

/// <summary>Classes of failed tool calls, by the texts the agents write. Most frequent first as measured on 1,294 real errors.</summary>
internal static class ErrorClasses
{
    private static readonly (string Mark, string Class)[] s_marks =
    [
        ("String to replace not found", "string-not-found"),
        ("File has not been read yet", "not-read-yet"),
        ("File has been modified since read", "stale-file"),
        ("matches of the string to replace", "ambiguous-match"),
        ("Sibling tool call errored", "sibling-cancelled"),
        ("InputValidationError", "invalid-input"),
        ("Unknown skill", "unknown-skill"),
        ("No such tool available", "unknown-tool"),
        ("command not found", "command-not-found"),
        ("Permission denied", "permission-denied"),
        ("timed out", "timeout"),
        ("Command timed out", "timeout"),
        ("File does not exist", "missing-path"),
        ("No such file or directory", "missing-path"),
        ("Path does not exist", "missing-path"),
        ("exceeds maximum allowed", "too-large"),
        ("ENOENT", "missing-path"),
        ("EADDRINUSE", "port-in-use"),
    ];

    private static readonly string[] s_rejections =
    [
        "The user doesn't want to proceed with this tool use", "User rejected tool use", "[Request interrupted by user for tool use]",
        "The user doesn't want to take this action", "rejected by user", "exec command rejected",
    ];

    /// <summary>True where the text says that a person refused the call.</summary>
    public static bool IsRejection(string text) => Array.Exists(s_rejections, mark => Head(text).Contains(mark, StringComparison.Ordinal));

    /// <summary>The class of an error text; <c>exit-code</c> for a failed command nothing more is known of, else <c>other</c>.</summary>
    public static string Of(string tool, string text)
    {
        var head = Head(text);
        foreach (var (mark, name) in s_marks)
            if (head.Contains(mark, StringComparison.Ordinal)) return name;
        return ToolActivity.Of(tool, "") is "running" || head.StartsWith("Exit code", StringComparison.Ordinal) ? "exit-code" : "other";
    }

    private static string Head(string text) => text.Length > 4_000 ? text[..4_000] : text;
}
