using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pitwall.Testing;

namespace Pitwall.Tests.SourceRules;

/// <summary>What must hold of the source itself. ARCHITECTURE.md says why.</summary>
public sealed partial class SourceRulesTests
{
    private const int LongestFile = 400;

    // An arrow is a project reference; there are no others, and none point up.
    private static readonly Dictionary<string, string[]> s_references = new(StringComparer.Ordinal)
    {
        ["Pitwall.Core"] = [],
        ["Pitwall.Web"] = ["Pitwall.Core"],
        ["Pitwall.Sessions"] = ["Pitwall.Core", "Pitwall.Web"],
        ["Pitwall"] = ["Pitwall.Core", "Pitwall.Sessions", "Pitwall.Web"],
    };

    // First and last event id of each part.
    private static readonly Dictionary<string, (int First, int Last)> s_eventIds = new(StringComparer.Ordinal)
    {
        ["Pitwall.Core"] = (1000, 1099),
        ["Pitwall.Sessions"] = (1100, 1499),
        ["Pitwall.Web"] = (1500, 1599),
        ["Pitwall"] = (1600, 1699),
    };

    [Fact]
    public void Projects_ReferenceOnlyWhatTheDesignAllows()
    {
        var projects = SourceFiles.Under("src/", ".csproj").ToDictionary(f => Path.GetFileNameWithoutExtension(f.Path), References, StringComparer.Ordinal);
        Assert.Equal(s_references.Keys.Order(StringComparer.Ordinal), projects.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, references) in projects)
            Assert.True(references.All(s_references[project].Contains), $"{project} references {string.Join(", ", references)}; allowed: {string.Join(", ", s_references[project])}");
    }

    [Fact]
    public void Source_NeverReferencesTests() =>
        Assert.DoesNotContain(SourceFiles.Under("src/", ".csproj"), f => References(f).Any(r => r.Contains("Test", StringComparison.Ordinal) || r.Contains("EndToEnd", StringComparison.Ordinal)));

    [Fact]
    public void Files_AreShort() =>
        Report(SourceFiles.All
            .Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) || f.Path.EndsWith(".razor", StringComparison.Ordinal) || f.Path.EndsWith(".js", StringComparison.Ordinal))
            .Where(f => f.Lines.Count() - 1 > LongestFile)
            .Select(f => $"{f.Path}: {f.Lines.Count() - 1} lines; the most is {LongestFile}. Which part of it is an idea of its own?"));

    [Fact]
    public void EventIds_AreUniqueAndInTheRangeOfTheirPart()
    {
        var ids = SourceFiles.Under("src/", ".cs")
            .SelectMany(f => EventId().Matches(f.Text).Select(m => (Part: f.Path.Split('/')[1], f.Path, Id: int.Parse(m.Groups[1].Value))))
            .ToList();
        Assert.NotEmpty(ids);
        Report(ids.GroupBy(i => i.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key} is used by {string.Join(" and ", g.Select(i => i.Path))}"));
        Report(ids.Where(i => i.Id < s_eventIds[i.Part].First || i.Id > s_eventIds[i.Part].Last).Select(i => $"{i.Path}: {i.Id} is not in the range {s_eventIds[i.Part]} of {i.Part}"));
    }

    [Fact]
    public void EventIds_AreWritten() =>
        Report(Find(SourceFiles.Under("src/", ".cs"), "a log message without an id", LogWithoutId()));

    [Fact]
    public void Work_IsFinished() =>
        Report(Find(SourceFiles.All.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) || f.Path.EndsWith(".razor", StringComparison.Ordinal) || f.Path.EndsWith(".sql", StringComparison.Ordinal) || f.Path.EndsWith(".js", StringComparison.Ordinal) || f.Path.EndsWith(".css", StringComparison.Ordinal)), "unfinished", Unfinished()));

    [Fact]
    public void Nothing_NamesThisMachine() =>
        Report(Find(SourceFiles.All, "a path of one machine", MachinePath()));

    [Fact]
    public void Product_DoesNotReachOutsideTheRepository() =>
        Report(Find(SourceFiles.All.Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal) && !f.Path.StartsWith("bench/", StringComparison.Ordinal)), "something beside the repository", Beside()));

    [Fact]
    public void Scripts_CanBeRun()
    {
        foreach (var script in (string[])["pitwall", "test.sh", ".ci/run", "bench/run.sh"])
        {
            var path = Path.Combine(TestData.Repository, script);
            Assert.True(File.Exists(path), $"{script} is missing");
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), $"{script} is not executable");
        }
    }

    private static string[] References(SourceFile project) => XDocument.Parse(project.Text)
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
        .ToArray();

    private static IEnumerable<string> Find(IEnumerable<SourceFile> files, string what, Regex pattern) =>
        from file in files
        from line in file.Lines
        where pattern.IsMatch(line.Line)
        select $"{file.Path}:{line.Number}: {what}: {line.Line.Trim()}";

    private static void Report(IEnumerable<string> problems)
    {
        var list = problems.ToList();
        Assert.True(list.Count == 0, string.Join("\n", list));
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\[LoggerMessage\((?!\s*(?:EventId\s*=\s*)?\d)")]
    private static partial Regex LogWithoutId();

    // The words are taken apart so that this file does not hold them.
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK|XX" + @"X)\b|NotImplemented" + "Exception")]
    private static partial Regex Unfinished();

    [GeneratedRegex("(?<![\\w.~>}])/(work|root|tmp/wt|tmp/plan|home/(?!ada\\b|dev\\b|me\\b|you\\b|someone\\b|user))/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\.\./shared")]
    private static partial Regex Beside();
}
