using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pitwall.Bench;

/// <summary>Transcripts in the places where the agents keep them.</summary>
/// <param name="Folder">Holds <c>claude/projects</c> and <c>codex/sessions</c>.</param>
internal sealed partial record Corpus(string Folder)
{
    public string Claude => Path.Combine(Folder, "claude");

    public string Codex => Path.Combine(Folder, "codex");

    public int Files => Paths().Count();

    public long Bytes => Paths().Sum(p => new FileInfo(p).Length);

    /// <summary>The environment that makes both Pitwall and ccusage read this corpus and nothing else.</summary>
    public Dictionary<string, string> Environment(string home) => new(StringComparer.Ordinal)
    {
        ["HOME"] = home,
        ["CLAUDE_CONFIG_DIR"] = Claude,
        ["CODEX_HOME"] = Codex,
        ["TZ"] = "UTC",
        ["LOG_LEVEL"] = "0",
    };

    /// <summary>Copies transcripts from any folder into a corpus.</summary>
    public static Corpus Collect(string source, string target)
    {
        var corpus = new Corpus(target);
        Directory.CreateDirectory(Path.Combine(corpus.Claude, "projects"));
        Directory.CreateDirectory(Path.Combine(corpus.Codex, "sessions"));
        foreach (var path in Directory.EnumerateFiles(source, "*.jsonl", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(source, path).Split('/');
            var projects = Array.FindIndex(parts, p => p is "projects" or "real_projects");
            if (Path.GetFileName(path).StartsWith("rollout-", StringComparison.Ordinal))
                Copy(path, Path.Combine(corpus.Codex, "sessions", "2026", "01", "01", Path.GetFileName(path)));
            else if (projects >= 0 && projects + 2 < parts.Length)
                Copy(path, Path.Combine([corpus.Claude, "projects", .. parts[(projects + 1)..]]));
        }

        return corpus;
    }

    /// <summary>A larger corpus: as many copies as asked for, each with ids of its own, so that nothing is a duplicate.</summary>
    /// <param name="target">Folder to make.</param>
    /// <param name="enough">Says of files and bytes so far whether they are enough; asked after each file.</param>
    public Corpus Multiply(string target, Func<int, long, bool> enough)
    {
        var larger = new Corpus(target);
        Directory.CreateDirectory(larger.Claude);
        Directory.CreateDirectory(larger.Codex);
        var (files, bytes) = (0, 0L);
        for (var copy = 0; ; copy++)
        {
            foreach (var path in Paths())
            {
                var to = Path.Combine(target, Rename(Path.GetRelativePath(Folder, path), copy));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.WriteAllText(to, Rename(File.ReadAllText(path), copy), new UTF8Encoding(false));
                bytes += new FileInfo(to).Length;
                if (enough(++files, bytes))
                    return larger;
            }
        }
    }

    private IEnumerable<string> Paths() => Directory.EnumerateFiles(Folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }

    // The first digits of a UUID and the beginning of an API id tell the copies apart, the same everywhere.
    private static string Rename(string text, int copy)
    {
        if (copy == 0)
            return text;
        var mark = copy.ToString("x3", CultureInfo.InvariantCulture);
        return Id().Replace(text, match => match.Value[0] is >= '0' and <= '9' or (>= 'a' and <= 'f') && match.Value.Length == 36
            ? mark + match.Value[3..]
            : $"{match.Value}{mark}x");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\b(msg|req|toolu|call)_(?=[0-9A-Za-z])|\\bagent-(?=[0-9a-f]{8})", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Id();
}
