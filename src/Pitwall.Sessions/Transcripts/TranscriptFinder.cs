namespace Pitwall.Sessions.Transcripts;

/// <summary>Lists transcript files below folders, without opening those whose place and name tell what they are.</summary>
public static class TranscriptFinder
{
    private static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint, // a link could lead anywhere, or in a circle
    };

    /// <summary>All transcripts below the roots, in order of path.</summary>
    public static List<TranscriptFile> Find(IEnumerable<TranscriptRoot> roots)
    {
        var files = new Dictionary<string, TranscriptFile>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            if (!Directory.Exists(root.Path)) continue;
            foreach (var path in Directory.EnumerateFiles(root.Path, "*", s_everything))
            {
                if (FormatOf(root.Agent, path) is { } format && Describe(path, format) is { } file) files.TryAdd(path, file);
            }
        }
        return [.. Prefer(files.Values).OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>
    /// All transcripts among the given files and below the given folders, whatever the layout: the format is told by
    /// the content. Opens each candidate once.
    /// </summary>
    public static List<TranscriptFile> FindIn(IEnumerable<string> paths)
    {
        var files = new Dictionary<string, TranscriptFile>(StringComparer.Ordinal);
        foreach (var given in paths.Select(Path.GetFullPath))
        {
            var candidates = Directory.Exists(given) ? Directory.EnumerateFiles(given, "*", s_everything) : File.Exists(given) ? [given] : [];
            foreach (var path in candidates)
            {
                if (FormatSniffer.Sniff(path) is { } format && Describe(path, format) is { } file) files.TryAdd(path, file);
            }
        }
        return [.. Prefer(files.Values).OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>The transcript at a path below a root; null where the name is not a transcript's or the file is gone.</summary>
    public static TranscriptFile? Describe(TranscriptRoot root, string path) =>
        FormatOf(root.Agent, path) is { } format ? Describe(path, format) : null;

    /// <summary>Stats a file of a known format again; null where it is gone.</summary>
    public static TranscriptFile? Describe(string path, TranscriptFormat format) => FileStat.Of(path) is { } stat
        ? new TranscriptFile
        {
            Path = path, Format = format, Device = stat.Device, Inode = stat.Inode, Size = stat.Size, ModifiedNs = stat.ModifiedNs,
        }
        : null;

    private static TranscriptFormat? FormatOf(string agent, string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        switch (agent)
        {
            case "claude":
                // journal.jsonl notes the start and end of workflow agents, whose own files hold the rest.
                return name.EndsWith(".jsonl", StringComparison.Ordinal) && !name.SequenceEqual("journal.jsonl") ? TranscriptFormat.Claude : null;
            case "codex":
                if (name.EndsWith(".jsonl", StringComparison.Ordinal)) return TranscriptFormat.Codex;
                return name.EndsWith(".jsonl.zst", StringComparison.Ordinal) ? TranscriptFormat.CodexZstd : null;
            default:
                // Only chats/ holds conversations; tmp/ has logs and checkpoints as well.
                if (!name.StartsWith("session-", StringComparison.Ordinal) || !InChats(path)) return null;
                if (name.EndsWith(".jsonl", StringComparison.Ordinal)) return TranscriptFormat.Gemini;
                return name.EndsWith(".json", StringComparison.Ordinal) ? TranscriptFormat.GeminiDocument : null;
        }
    }

    private static bool InChats(string path) =>
        Path.GetFileName(Path.GetDirectoryName(path.AsSpan())).SequenceEqual("chats");

    /// <summary>Of two copies of a rollout the active one wins over the archived, and the plain one over the packed.</summary>
    private static IEnumerable<TranscriptFile> Prefer(IEnumerable<TranscriptFile> files)
    {
        var rollouts = new Dictionary<string, TranscriptFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetFileName(file.Path);
            if (file.Agent != "codex" || !name.StartsWith("rollout-", StringComparison.Ordinal))
            {
                yield return file;
                continue;
            }
            if (name.EndsWith(".zst", StringComparison.Ordinal)) name = name[..^4];
            if (!rollouts.TryGetValue(name, out var other) || Rank(file) < Rank(other)) rollouts[name] = file;
        }
        foreach (var file in rollouts.Values) yield return file;
    }

    private static int Rank(TranscriptFile file) =>
        (file.Path.Contains("archived_sessions", StringComparison.Ordinal) ? 2 : 0) + (file.Format == TranscriptFormat.CodexZstd ? 1 : 0);
}
