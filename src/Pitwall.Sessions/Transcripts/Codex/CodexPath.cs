namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>What the name of a rollout says: <c>rollout-2026-11-20T11-32-25-THREAD.jsonl</c>.</summary>
internal static class CodexPath
{
    private const string Prefix = "rollout-";
    private const int StampLength = 20; // 2026-11-20T11-32-25-

    /// <summary>Thread id in the name, or the name itself.</summary>
    public static string ThreadId(string path)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(".zst", StringComparison.Ordinal)) name = name[..^4];
        var stem = Path.GetFileNameWithoutExtension(name);
        return stem.StartsWith(Prefix, StringComparison.Ordinal) && stem.Length > Prefix.Length + StampLength
            ? stem[(Prefix.Length + StampLength)..] : stem;
    }
}
