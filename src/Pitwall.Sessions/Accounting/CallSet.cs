using Pitwall.Core.Records;

namespace Pitwall.Sessions.Accounting;

/// <summary>Model calls, each once, by the rules of <see cref="CallRules"/>.</summary>
internal sealed class CallSet
{
    private readonly Dictionary<string, ModelCall> _calls = new(StringComparer.Ordinal);

    /// <summary>Adds a report of a call; the better of two stays.</summary>
    public void Add(ModelCall call)
    {
        if (!_calls.TryGetValue(call.Key, out var known) || CallRules.Beats(call, known)) _calls[call.Key] = call;
    }

    /// <summary>The calls without those that side chains only replayed.</summary>
    public List<ModelCall> ToList()
    {
        var sides = _calls.Values.Where(c => c.Sidechain).ToList();
        if (sides.Count == 0) return [.. _calls.Values];
        var byMessage = _calls.Values.ToLookup(c => CallRules.MessageId(c.Key), StringComparer.Ordinal);
        var replays = sides.Where(side => CallRules.MessageId(side.Key) is { Length: > 0 } id
            && byMessage[id].Any(other => Replays(side, other))).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return [.. _calls.Values.Where(c => !replays.Contains(c.Key))];
    }

    private static bool Replays(ModelCall side, ModelCall other) =>
        other.Key != side.Key && other.AtMs == side.AtMs && (!other.Sidechain || string.CompareOrdinal(other.Key, side.Key) < 0);
}
