using Pitwall.Testing;

namespace Pitwall.Tests.SourceRules;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Text">Its whole text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public IEnumerable<(int Number, string Line)> Lines => Text.Split('\n').Select((line, i) => (i + 1, line));
}

/// <summary>The files that people wrote: no build output, no vendored library, no recorded data.</summary>
internal static class SourceFiles
{
    private static readonly string[] s_folders = ["src", "tests", "bench", "docs", ".ci"];
    private static readonly string[] s_endings = [".cs", ".razor", ".css", ".js", ".sql", ".csproj", ".props", ".sh", ".md", ".txt", ".json", ".slnx"];

    public static IReadOnlyList<SourceFile> All { get; } = Read();

    public static IEnumerable<SourceFile> Under(string folder, params string[] endings) =>
        All.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal) && endings.Any(e => f.Path.EndsWith(e, StringComparison.Ordinal)));

    private static List<SourceFile> Read()
    {
        var root = TestData.Repository;
        var paths = s_folders
            .Select(f => Path.Combine(root, f))
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(root));
        var files = new List<SourceFile>();
        foreach (var path in paths)
        {
            var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            var parts = relative.Split('/');
            if (parts.Contains("node_modules") || parts.Contains("artifacts") || parts.Contains("obj") || relative.Contains("wwwroot/lib/", StringComparison.Ordinal))
                continue;
            if (s_endings.Contains(Path.GetExtension(path), StringComparer.Ordinal) || Path.GetExtension(path).Length == 0)
                files.Add(new SourceFile(relative, File.ReadAllText(path)));
        }

        return files;
    }
}
