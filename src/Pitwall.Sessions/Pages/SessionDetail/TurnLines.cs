using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>
/// Puts a line after each turn that says what it took. A call belongs to the last prompt written before it, whichever
/// part of the timeline a browser has loaded.
/// </summary>
internal sealed class TurnLines(string sessionId, IReadOnlyList<CallPoint> calls, int turn, long fromMs, bool continues = false)
{
    /// <summary>Prompts so far, -1 where unknown.</summary>
    public int Turn { get; private set; } = turn;

    /// <summary>When the last of them was written, 0 where unknown.</summary>
    public long FromMs { get; private set; } = fromMs;

    public IReadOnlyList<TimelineRow> Draw(IReadOnlyList<TimelineItem> items, bool closeLast)
    {
        var rows = new List<TimelineRow>(items.Count + 8);
        // Which model answered before this part is not known here: its first answer names none.
        string? model = continues ? null : "";
        foreach (var item in items)
        {
            if (item.Kind != "prompt")
            {
                var answers = item.Kind == "answer" && item.Model.Length > 0;
                rows.Add(new TimelineRow(item, null, 0, answers && model is not null && item.Model != model));
                if (answers) model = item.Model;
                continue;
            }
            // Prompts in a row, without an answer between them, are one turn that began with the first.
            if (Close(item.AtMs) is { } closed)
            {
                rows.Add(new TimelineRow(null, closed, 0));
                FromMs = item.AtMs;
            }
            else if (FromMs == 0) FromMs = item.AtMs;
            if (Turn >= 0) Turn++;
            rows.Add(new TimelineRow(item, null, Math.Max(0, Turn)));
        }
        if (closeLast && Close(long.MaxValue) is { } last) rows.Add(new TimelineRow(null, last, 0));
        return rows;
    }

    private Turn? Close(long untilMs)
    {
        if (FromMs == 0) return null;
        long cost = 0, context = 0, lastMs = FromMs;
        int count = 0, unpriced = 0;
        foreach (var call in calls)
        {
            if (call.AtMs < FromMs || call.AtMs >= untilMs) continue;
            count++;
            lastMs = Math.Max(lastMs, call.AtMs);
            cost += call.CostNanos ?? 0;
            if (call.CostNanos is null) unpriced++;
            if (call.SessionId == sessionId) context = call.Input + call.CacheRead + call.CacheWrite;
        }
        return count == 0 ? null : new Turn(Math.Max(0, Turn), lastMs - FromMs, count, cost, unpriced, context);
    }
}
