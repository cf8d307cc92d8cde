using System.Text;
using System.Text.Json;

namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>What a text under the role "user" really is: much of it was not written by a person.</summary>
internal enum UserTextKind
{
    /// <summary>A person's prompt.</summary>
    Prompt,

    /// <summary>A slash command.</summary>
    Command,

    /// <summary>Output of a local command.</summary>
    CommandOutput,

    /// <summary>News of a background task.</summary>
    Notification,

    /// <summary>The person stopped the agent.</summary>
    Interrupt,

    /// <summary>Injected by the program for the model alone.</summary>
    Injected,
}

/// <summary>Reads the texts of Claude Code records.</summary>
internal static class ClaudeText
{
    /// <summary>Tells what a user text is, by its beginning.</summary>
    public static UserTextKind Classify(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("<command-") || start.StartsWith("<bash-input>")) return UserTextKind.Command;
        if (start.StartsWith("<local-command-") || start.StartsWith("<bash-std")) return UserTextKind.CommandOutput;
        if (start.StartsWith("<task-notification>")) return UserTextKind.Notification;
        if (start.StartsWith("[Request interrupted by user") || start.StartsWith("Operation stopped by hook:")) return UserTextKind.Interrupt;
        return start.StartsWith("<system-reminder>") || start.StartsWith("<ide_") || start.StartsWith("Caveat: The messages below were generated")
            || start.StartsWith("<user-prompt-submit-hook>") || start.StartsWith("<local-command-caveat>")
            ? UserTextKind.Injected : UserTextKind.Prompt;
    }

    /// <summary>The text of a string or of an array of blocks; images are named, not kept.</summary>
    public static string Flatten(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) return content.Text();
        var text = new StringBuilder();
        foreach (var block in content.Items())
        {
            var piece = block.ValueKind == JsonValueKind.String ? block.Text() : block.Str("type") switch
            {
                "text" => block.Str("text"),
                "image" => "[image]",
                "document" => "[document]",
                "tool_reference" => block.Str("tool_name"),
                _ => "",
            };
            if (piece.Length == 0) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(piece);
        }
        return text.ToString();
    }

    /// <summary>The text between two tags, or empty.</summary>
    public static string Tag(string text, string name)
    {
        var open = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (open < 0) return "";
        open += name.Length + 2;
        var close = text.IndexOf($"</{name}>", open, StringComparison.Ordinal);
        return close < 0 ? "" : text[open..close].Trim();
    }

    /// <summary>True where an API error text says that a usage limit was reached.</summary>
    public static bool IsLimit(string text) =>
        text.Contains("limit reached", StringComparison.OrdinalIgnoreCase)
        || (text.Contains("hit your", StringComparison.OrdinalIgnoreCase) && text.Contains("limit", StringComparison.OrdinalIgnoreCase));
}
