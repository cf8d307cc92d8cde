using System.Globalization;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>Reads a part of a timeline and draws the lines between its turns.</summary>
public sealed class TimelineReader(IPageData data, TimeProvider clock)
{
    /// <summary>Items of one part.</summary>
    public const int PartSize = 200;

    // Items shown before one that a link points to.
    private const int Surroundings = 30;

    /// <summary>The part; null where there is no such session.</summary>
    public async Task<TimelineChunk?> ReadAsync(string id, TimelineRequest request, CancellationToken ct)
    {
        if (await data.GetAsync(id, ct) is not { } session) return null;
        var children = await data.ChildrenAsync(session.RootId, ct);
        IReadOnlyList<CallPoint> calls = [.. (await data.CallsAsync(id, ct)).OrderBy(c => c.AtMs)];
        var (items, earlier, more) = await ItemsAsync(id, request, ct);
        var running = Names.IsRunning(session, clock);
        var continues = request.Before is null;
        var lines = new TurnLines(id, calls, request.Turn, request.TurnFromMs, continues: request.After is not null);
        var rows = lines.Draw(items, closeLast: continues && !more && !running && !(request.Live && items.Count == 0));
        return new TimelineChunk
        {
            Session = session,
            Request = request,
            Rows = rows,
            Earlier = earlier,
            More = more,
            Continues = continues,
            Running = running,
            FirstId = items.Count > 0 ? items[0].Id : 0,
            LastId = items.Count > 0 ? items[^1].Id : request.After ?? 0,
            Turn = lines.Turn,
            TurnFromMs = lines.FromMs,
            Calls = calls,
            Children = children.ToDictionary(c => c.Id, StringComparer.Ordinal),
        };
    }

    private async Task<(IReadOnlyList<TimelineItem> Items, bool Earlier, bool More)> ItemsAsync(string id, TimelineRequest request, CancellationToken ct)
    {
        if (request.Before is { } before)
        {
            var back = await data.TimelineBackAsync(id, before, PartSize, ct);
            return (back.Items, back.Next is not null, false);
        }
        if (request.End)
        {
            var last = await data.TimelineBackAsync(id, long.MaxValue, PartSize / 2, ct);
            return (last.Items, last.Next is not null, false);
        }
        if (request.At is { } at)
        {
            var back = await data.TimelineBackAsync(id, at, Surroundings, ct);
            var on = await data.TimelineAsync(id, Cursor(Math.Max(0, at - 1)), PartSize, ct);
            return ([.. back.Items, .. on.Items], back.Next is not null, on.Next is not null);
        }
        var page = await data.TimelineAsync(id, request.After is { } after ? Cursor(after) : null, PartSize, ct);
        return (page.Items, false, page.Next is not null);
    }

    private static string Cursor(long id) => id.ToString(CultureInfo.InvariantCulture);
}
