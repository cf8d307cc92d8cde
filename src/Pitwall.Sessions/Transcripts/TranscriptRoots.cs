namespace Pitwall.Sessions.Transcripts;

/// <summary>A folder that an agent keeps transcripts below.</summary>
/// <param name="Agent"><c>claude</c>, <c>codex</c> or <c>gemini</c>.</param>
/// <param name="Path">Full path; it may not exist yet.</param>
/// <param name="Origin">Why we look there: <c>default</c>, or the variable that names it.</param>
public sealed record TranscriptRoot(string Agent, string Path, string Origin = "default");

/// <summary>Where the agents keep their transcripts, by the environment variables and defaults of their own tools.</summary>
public static class TranscriptRoots
{
    /// <summary>All roots for this user. Folders that do not exist are named too: they may appear later.</summary>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <param name="home">The user's home folder.</param>
    public static IReadOnlyList<TranscriptRoot> For(Func<string, string?> environment, string home)
    {
        var roots = new List<TranscriptRoot>();
        void Add(string agent, string origin, params string[] parts)
        {
            var root = new TranscriptRoot(agent, Path.GetFullPath(Path.Combine(parts)), origin);
            if (!roots.Exists(r => r.Agent == root.Agent && r.Path == root.Path)) roots.Add(root);
        }

        // CLAUDE_CONFIG_DIR may be a comma list, as ccusage reads it; without it both default places count.
        var claude = Split(environment("CLAUDE_CONFIG_DIR"));
        foreach (var folder in claude) Add("claude", "CLAUDE_CONFIG_DIR", Expand(folder, home), "projects");
        if (claude.Count == 0)
        {
            Add("claude", "default", home, ".claude", "projects");
            Add("claude", "default", environment("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : Path.Combine(home, ".config"), "claude", "projects");
            if (OperatingSystem.IsMacOS()) Add("claude", "default", home, "Library", "Application Support", "Claude", "local-agent-mode-sessions");
            else Add("claude", "default", home, ".config", "Claude", "local-agent-mode-sessions");
        }

        var (codex, codexFrom) = environment("CODEX_HOME") is { Length: > 0 } set ? (Expand(set, home), "CODEX_HOME") : (Path.Combine(home, ".codex"), "default");
        Add("codex", codexFrom, codex, "sessions");
        Add("codex", codexFrom, codex, "archived_sessions");

        var (gemini, geminiFrom) = environment("GEMINI_CLI_HOME") is { Length: > 0 } moved ? (Expand(moved, home), "GEMINI_CLI_HOME") : (home, "default");
        Add("gemini", geminiFrom, gemini, ".gemini", "tmp");
        return roots;
    }

    /// <summary>The roots of the user this process runs as.</summary>
    public static IReadOnlyList<TranscriptRoot> OfThisUser() =>
        For(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static List<string> Split(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string Expand(string path, string home) =>
        path == "~" ? home : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : path;
}
