using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>Reads the texts of Codex records.</summary>
internal static class CodexText
{
    // Given to the model by the program under the role "user".
    private static readonly string[] s_injected =
        ["<environment_context>", "<user_instructions>", "# AGENTS.md instructions", "<turn_aborted>", "<subagent_notification>", "<permissions", "<skill", "<INSTRUCTIONS>", "<collaboration_mode>", "<ide_context>"];

    /// <summary>True for text that no person wrote.</summary>
    public static bool IsInjected(string text)
    {
        var start = text.AsSpan().TrimStart();
        foreach (var mark in s_injected)
            if (start.StartsWith(mark)) return true;
        return false;
    }

    /// <summary>The texts of an array of content items, one below the other; images are named, not kept.</summary>
    public static string Join(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) return content.Text();
        var text = new StringBuilder();
        foreach (var item in content.Items())
        {
            var piece = item.ValueKind == JsonValueKind.String ? item.Text() : item.Str("type") == "input_image" ? "[image]" : item.Str("text");
            if (piece.Length == 0) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(piece);
        }
        return text.ToString();
    }

    /// <summary>What follows a label at the start of one of the first lines, up to the line's end or a space; empty where there is none.</summary>
    public static string HeadValue(string text, string label)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 1_000));
        foreach (var line in head.EnumerateLines())
        {
            if (!line.StartsWith(label, StringComparison.Ordinal)) continue;
            var value = line[label.Length..].TrimStart(':').TrimStart();
            var end = value.IndexOf(' ');
            return (end < 0 ? value : value[..end]).ToString();
        }
        return "";
    }

    /// <summary>The wall time that an output tells, in milliseconds; null where it tells none.</summary>
    public static long? WallTimeMs(string text) =>
        double.TryParse(HeadValue(text, "Wall time"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e7 ? (long)(seconds * 1000) : null;

    /// <summary>The message in an error, which may be a string or an object.</summary>
    public static string Error(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.Text(),
        JsonValueKind.Object => error.Str("message") is { Length: > 0 } message ? message : error.GetRawText(),
        _ => "",
    };
}
