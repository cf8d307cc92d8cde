using System.Globalization;
using System.Text.RegularExpressions;
using Pitwall.EndToEnd.Program;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Corpus;

/// <summary>
/// Real sessions for pictures, moved in time so that the last of them was today; in a clone without the shared data the
/// samples alone, moved in the same way. Something runs, too.
/// </summary>
internal static partial class Showroom
{
    /// <summary>Fills the home.</summary>
    public static void Fill(AgentHome home, DateTimeOffset now)
    {
        Workshop.WriteCheckout(home.ClaudeProjects, now);
        Workshop.WriteRunning(home.ClaudeProjects, now);
        if (TestData.Shared("transcripts") is { } shared)
        {
            Move(Path.Combine(shared, "PackmindHub__context-evaluator", "projects"), home.ClaudeProjects, now.AddHours(-1), skipLastDays: 9);
            Move(Path.Combine(shared, "EntityProcess__agentv", "projects"), home.ClaudeProjects, now.AddHours(-7));
            Move(Path.Combine(shared, "EntityProcess__agentv", "sessions"), Path.Combine(home.Home, ".codex", "sessions"), now.AddHours(-2));
            Move(Path.Combine(shared, "d-kimuson__claude-code-viewer", "mock-global-claude-dir", "projects"), home.ClaudeProjects, now.AddDays(-9));
        }
        var samples = Path.Combine(TestData.Repository, "samples");
        Move(Path.Combine(samples, "claude", "projects", "-home-dev-evaluator"), Path.Combine(home.ClaudeProjects, "-home-dev-evaluator"), now.AddDays(-1));
        Move(Path.Combine(samples, "gemini", ".gemini"), Path.Combine(home.Home, ".gemini"), now.AddHours(-5));
    }

    /// <summary>Copies a folder with every record's time moved so that its last is at <paramref name="last"/>.</summary>
    /// <param name="from">Folder of transcripts.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="last">Time of the last record.</param>
    /// <param name="skipLastDays">Leaves out the sessions of the last days, for a project that petered out.</param>
    private static void Move(string from, string to, DateTimeOffset last, int skipLastDays = 0)
    {
        var files = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".jsonl" or ".json")
            .Select(f => (Path: f, Last: Latest(File.ReadAllText(f))))
            .ToList();
        var limit = files.Max(f => f.Last) - TimeSpan.FromDays(skipLastDays);
        files.RemoveAll(f => f.Last > limit);
        var by = last - files.Max(f => f.Last);
        foreach (var (path, _) in files)
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, Stamp().Replace(File.ReadAllText(path), stamp => (Read(stamp.ValueSpan) + by).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")));
        }
    }

    private static DateTimeOffset Latest(string text)
    {
        var latest = DateTimeOffset.MinValue;
        foreach (var stamp in Stamp().EnumerateMatches(text))
        {
            var at = Read(text.AsSpan(stamp.Index, stamp.Length));
            if (at > latest)
                latest = at;
        }
        return latest;
    }

    private static DateTimeOffset Read(ReadOnlySpan<char> stamp) => DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture);

    [GeneratedRegex("""(?<="(timestamp|startTime|lastUpdated)": ?")20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?Z(?=")""", RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();
}
