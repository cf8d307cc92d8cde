using System.Text.Json;

namespace Pitwall.Sessions.Transcripts.Tools;

/// <summary>Counts added and removed lines.</summary>
internal static class DiffCount
{
    /// <summary>Lines of a unified diff or patch text that begin with + or -, file headers apart.</summary>
    public static (long Added, long Removed) OfPatch(string patch)
    {
        long added = 0, removed = 0;
        foreach (var line in patch.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("+++ ") || line.StartsWith("--- ")) continue;
            if (line.StartsWith("+")) added++;
            else if (line.StartsWith("-")) removed++;
        }
        return (added, removed);
    }

    /// <summary>Claude Code's <c>structuredPatch</c>: hunks with lines that begin with +, - or a space.</summary>
    public static (long Added, long Removed) OfHunks(JsonElement hunks)
    {
        long added = 0, removed = 0;
        foreach (var line in hunks.Items().SelectMany(hunk => hunk.Member("lines").Items()))
        {
            var text = line.Text();
            if (text.StartsWith('+')) added++;
            else if (text.StartsWith('-')) removed++;
        }
        return (added, removed);
    }

    /// <summary>Lines of a text; a last line without a newline counts.</summary>
    public static long Lines(string text) => text.Length == 0 ? 0 : text.AsSpan().Count('\n') + (text[^1] == '\n' ? 0 : 1);
}
