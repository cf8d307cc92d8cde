namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>
/// What the place of a Claude Code transcript says. Layouts, oldest first: <c>SLUG/SESSION.jsonl</c>;
/// <c>SLUG/agent-ID.jsonl</c> (sub-agent, the parent stands only in its records);
/// <c>SLUG/SESSION/subagents/agent-ID.jsonl</c>; <c>SLUG/SESSION/subagents/workflows/WF/agent-ID.jsonl</c>.
/// </summary>
/// <param name="Stem">File name without its ending.</param>
/// <param name="IsSubagent">True for a sub-agent's transcript.</param>
/// <param name="ParentId">Session that started the sub-agent; empty where only the records tell.</param>
internal readonly record struct ClaudePath(string Stem, bool IsSubagent, string ParentId)
{
    /// <summary>Reads a path.</summary>
    public static ClaudePath Of(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var parts = path.Split('/', '\\');
        var below = Array.LastIndexOf(parts, "subagents");
        var isSubagent = stem.StartsWith("agent-", StringComparison.Ordinal);
        return new ClaudePath(stem, isSubagent, isSubagent && below > 0 ? parts[below - 1] : "");
    }

    /// <summary>Session id of the transcript, given the <c>sessionId</c> its records carry.</summary>
    public string SessionId(string recorded) => !IsSubagent ? Stem : $"{Parent(recorded)}/{Stem}";

    /// <summary>Session above a sub-agent; empty for a main transcript.</summary>
    public string Parent(string recorded) => !IsSubagent ? "" : ParentId.Length > 0 ? ParentId : recorded;
}
