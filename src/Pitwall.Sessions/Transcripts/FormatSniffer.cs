using System.Text;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Tells the format of a file that lies outside the agents' own folders, by its name and first bytes.</summary>
internal static class FormatSniffer
{
    private const int Head = 4096;

    /// <summary>The format, or null where the file is no transcript of a known agent.</summary>
    public static TranscriptFormat? Sniff(string path)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(".jsonl.zst", StringComparison.Ordinal)) return TranscriptFormat.CodexZstd;
        var lines = name.EndsWith(".jsonl", StringComparison.Ordinal);
        if (name == "journal.jsonl" || (!lines && !name.EndsWith(".json", StringComparison.Ordinal))) return null;

        var head = ReadHead(path);
        if (!lines) return Has(head, "\"sessionId\"") && Has(head, "\"projectHash\"") ? TranscriptFormat.GeminiDocument : null;
        var first = head.Split('\n', 2)[0];
        if (Has(first, "\"payload\"") && Has(first, "\"type\"")) return TranscriptFormat.Codex;
        if (Has(first, "\"sessionId\"") && Has(first, "\"projectHash\""))
            return Has(first, "\"messages\":[{") ? TranscriptFormat.GeminiDocument : TranscriptFormat.Gemini;
        return s_claude.Any(mark => Has(head, mark)) ? TranscriptFormat.Claude : null;
    }

    // One of these stands in the first kilobytes of every Claude Code file seen, from 1.0.17 on.
    private static readonly string[] s_claude =
        ["\"sessionId\"", "\"leafUuid\"", "\"parentUuid\"", "\"type\":\"file-history-snapshot\"", "\"type\":\"assistant\"", "\"type\":\"summary\""];

    private static bool Has(string text, string mark) => text.Contains(mark, StringComparison.Ordinal);

    private static string ReadHead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var buffer = new byte[Head];
            return Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(file, buffer, 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
