using System.Text.Json;

namespace Pitwall.Sessions.Transcripts.Tools;

/// <summary>The one thing a person wants to read of a tool's input: its command, file, pattern, address or question.</summary>
internal static class ToolTarget
{
    private static readonly string[] s_names =
    [
        "file_path", "path", "notebook_path", "absolute_path", "pattern", "query", "url", "description", "subject", "skill", "prompt", "message", "plan", "name", "dir_path",
    ];

    /// <summary>The command of a shell call, whole; empty for other tools.</summary>
    public static string Command(JsonElement input)
    {
        if (input.Str("command") is { Length: > 0 } command) return command;
        if (input.Str("cmd") is { Length: > 0 } cmd) return cmd;
        var list = input.Member("command");
        if (list.ValueKind != JsonValueKind.Array) return "";
        var words = list.Items().Select(word => word.Text()).ToList();
        // ["bash", "-lc", "make test"]: the script is what was run.
        return words.Count == 3 && words[1].StartsWith('-') ? words[2] : string.Join(' ', words);
    }

    /// <summary>What stands in the one-line row of a call.</summary>
    public static string Of(JsonElement input)
    {
        if (Command(input) is { Length: > 0 } command) return command;
        foreach (var name in s_names)
            if (input.Str(name) is { Length: > 0 } value) return value;
        return "";
    }
}
