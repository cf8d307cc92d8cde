using System.Text;
using System.Text.RegularExpressions;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Corpus;

/// <summary>The samples many times over, each time as sessions of their own: enough to be killed in the middle of.</summary>
internal static partial class Replicas
{
    /// <summary>Writes copies below the folders of Claude Code and Codex.</summary>
    public static void Write(string claude, string codex, int times)
    {
        var samples = Path.Combine(TestData.Repository, "samples");
        for (var i = 0; i < times; i++)
        {
            Copy(Path.Combine(samples, "claude", "projects"), Path.Combine(claude, "projects"), i);
            Copy(Path.Combine(samples, "codex", "sessions"), Path.Combine(codex, "sessions"), i);
        }
    }

    private static void Copy(string from, string to, int number)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(p => Path.GetExtension(p) is ".jsonl" or ".json"))
        {
            var target = Path.Combine(to, Path.Combine([.. Segments(from, path, number)]));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, Id().Replace(File.ReadAllText(path), id => $"{id.Value}-{number}"), new UTF8Encoding(false));
        }
    }

    // Files, and the folders that are named after a session, carry ids in their names.
    private static IEnumerable<string> Segments(string from, string path, int number)
    {
        var here = from;
        foreach (var segment in Path.GetRelativePath(from, path).Split(Path.DirectorySeparatorChar))
        {
            here = Path.Combine(here, segment);
            if (File.Exists(here + ".jsonl"))
                yield return $"{segment}-{number}";
            else if (File.Exists(here) && segment != "journal.jsonl")
                yield return segment.IndexOf('.', StringComparison.Ordinal) is var dot ? $"{segment[..dot]}-{number}{segment[dot..]}" : segment;
            else
                yield return segment;
        }
    }

    [GeneratedRegex("""(?<="(sessionId|session_id|uuid|parentUuid|logicalParentUuid|leafUuid|requestId|id|message_id|tool_use_id|toolUseID|parentToolUseID|agentId|call_id|turn_id|forked_from_id|parent_thread_id|sourceToolAssistantUUID)": ?")[^"\\]+(?=")""", RegexOptions.ExplicitCapture)]
    private static partial Regex Id();
}
