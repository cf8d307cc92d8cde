using Pitwall.Core.Text;

namespace Pitwall.Sessions.Reading;

/// <summary>The sessions below one top-level session, as a tree. Parents come from transcripts: loops are possible and harmless.</summary>
internal static class SessionTree
{
    /// <summary>Gives each session what it and all sessions below it used.</summary>
    public static List<SessionSummary> RollUp(IReadOnlyList<SessionSummary> sessions, IReadOnlyDictionary<string, TotalsRow> own)
    {
        var children = ByParent(sessions);
        return [.. sessions.Select(session =>
        {
            var tokens = 0L;
            var cost = 0L;
            var unpriced = 0L;
            // The top-level session has every call of its tree, also of sub-agents whose transcript is not there.
            var ids = session.Id == session.RootId ? own.Keys.ToHashSet(StringComparer.Ordinal) : Below(children, session.Id);
            foreach (var id in ids)
            {
                if (!own.TryGetValue(id, out var used)) continue;
                tokens += used.Tokens;
                cost += used.CostNanos;
                unpriced += used.UnpricedCalls;
            }
            var below = session.Id == session.RootId ? sessions.Count : Below(children, session.Id).Count;
            return session with { Title = SecretMask.Apply(session.Title), Tokens = tokens, CostNanos = cost, UnpricedCalls = unpriced, Subagents = below - 1 };
        })];
    }

    /// <summary>A session and all sessions below it.</summary>
    public static HashSet<string> Below(IReadOnlyList<SessionSummary> sessions, string id) => Below(ByParent(sessions), id);

    private static ILookup<string, string> ByParent(IReadOnlyList<SessionSummary> sessions) =>
        sessions.Where(s => s.ParentId is not null).ToLookup(s => s.ParentId!, s => s.Id, StringComparer.Ordinal);

    private static HashSet<string> Below(ILookup<string, string> children, string id)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { id };
        var open = new Stack<string>([id]);
        while (open.TryPop(out var parent))
            foreach (var child in children[parent])
                if (found.Add(child)) open.Push(child);
        return found;
    }
}
