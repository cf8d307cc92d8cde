using Pitwall.Core.Records;

namespace Pitwall.Sessions.Accounting;

/// <summary>
/// Which of two reports of the same model call counts. The order is total, so that files may come in any order and
/// the books are the same: the main chain before a side chain; the larger usage (a stream repeats itself with growing
/// counts); the earlier time; the smaller session id.
/// </summary>
internal static class CallRules
{
    /// <summary>True where <paramref name="a"/> counts and <paramref name="b"/> does not.</summary>
    public static bool Beats(ModelCall a, ModelCall b)
    {
        if (a.Sidechain != b.Sidechain) return b.Sidechain;
        if (a.Usage.Total != b.Usage.Total) return a.Usage.Total > b.Usage.Total;
        if (a.AtMs != b.AtMs) return a.AtMs < b.AtMs;
        return string.CompareOrdinal(a.SessionId, b.SessionId) < 0;
    }

    /// <summary>
    /// The part of a key that names the message. An aside asked on a side chain replays the main chain's last message
    /// under a request id of its own: same message, same time, other key. Only the main chain's counts.
    /// </summary>
    public static string MessageId(string key)
    {
        var bar = key.IndexOf('|');
        // A second bar names an adviser's call inside the call: it replays nothing.
        return bar > 0 && key.StartsWith("msg_", StringComparison.Ordinal) && key.IndexOf('|', bar + 1) < 0 ? key[..bar] : "";
    }
}
