using System.Globalization;
using Pitwall.Core.Records;
using Pitwall.Sessions.Pages;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Web;

/// <summary>Pages' data in memory: a few weeks of made-up work by three agents, with one session that holds every kind of record.</summary>
public sealed class SampleData : IPageData
{
    private readonly List<SampleSession> _sessions;

    private SampleData(List<SampleSession> sessions) => _sessions = sessions;

    /// <summary>Sessions up to the given instant, the newest of them running.</summary>
    public static SampleData Rich(DateTimeOffset now) => new(SampleSessions.Make(now.ToUnixTimeMilliseconds()));

    /// <summary>Nothing at all, as on a fresh machine.</summary>
    public static SampleData Empty() => new([]);

    /// <summary>A timeline of one's own, in a session named <c>own</c>.</summary>
    public static SampleData With(DateTimeOffset now, params IEnumerable<TimelineItem> items) =>
        new([SampleSessions.Own(now.ToUnixTimeMilliseconds(), [.. items])]);

    /// <summary>What the status page gets.</summary>
    public StatusInfo Status { get; set; } = new();

    /// <summary>The newest item of the running session is followed by this one.</summary>
    public void Append(string sessionId, TimelineItem item)
    {
        var session = _sessions.First(s => s.Summary.Id == sessionId);
        session.Items.Add(item);
        session.Summary = session.Summary with { EndedMs = item.AtMs, Records = session.Summary.Records + 1 };
    }

    public Task<Page<SessionSummary>> ListAsync(SessionFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        var all = _sessions.Select(s => s.Summary).Where(s => s.ParentId is null && Matches(s, filter));
        List<SessionSummary> sorted = [.. filter.Sort switch
        {
            SessionSort.Cost => all.OrderByDescending(s => s.CostNanos),
            SessionSort.Tokens => all.OrderByDescending(s => s.Tokens),
            SessionSort.Errors => all.OrderByDescending(s => s.Errors),
            SessionSort.Duration => all.OrderByDescending(s => s.EndedMs - s.StartedMs),
            _ => all.OrderByDescending(s => s.EndedMs),
        }];
        return Task.FromResult(Cut(sorted, cursor, limit));
    }

    public Task<SessionSummary?> GetAsync(string id, CancellationToken ct) => Task.FromResult(_sessions.Find(s => s.Summary.Id == id)?.Summary);

    public Task<IReadOnlyList<SessionSummary>> ChildrenAsync(string rootId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SessionSummary>>([.. _sessions.Select(s => s.Summary).Where(s => s.RootId == rootId && s.ParentId is not null).OrderBy(s => s.StartedMs)]);

    public Task<Page<TimelineItem>> TimelineAsync(string id, string? cursor, int limit, CancellationToken ct)
    {
        var after = cursor is null ? long.MinValue : long.Parse(cursor, CultureInfo.InvariantCulture);
        List<TimelineItem> items = [.. Items(id).Where(i => i.Id > after).Take(limit + 1)];
        return Task.FromResult(items.Count > limit
            ? new Page<TimelineItem>(items[..limit], items[limit - 1].Id.ToString(CultureInfo.InvariantCulture))
            : new Page<TimelineItem>(items, null));
    }

    public Task<Page<TimelineItem>> TimelineBackAsync(string id, long before, int limit, CancellationToken ct)
    {
        List<TimelineItem> items = [.. Items(id).Where(i => i.Id < before)];
        var skip = Math.Max(0, items.Count - limit);
        return Task.FromResult(new Page<TimelineItem>(items[skip..], skip > 0 ? "more" : null));
    }

    public Task<TimelineItem?> ItemAsync(string sessionId, long recordId, CancellationToken ct) => Task.FromResult(Items(sessionId).FirstOrDefault(i => i.Id == recordId));

    public Task<IReadOnlyList<CallPoint>> CallsAsync(string id, CancellationToken ct) => Task.FromResult<IReadOnlyList<CallPoint>>(
        [.. _sessions.Where(s => s.Summary.Id == id || (s.Summary.RootId == id && s.Summary.ParentId is not null)).SelectMany(s => s.Calls).OrderBy(c => c.AtMs)]);

    public Task<Page<SearchHit>> SearchAsync(string query, SessionFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        List<SearchHit> hits =
        [
            .. from s in _sessions
               where Matches(s.Summary, filter)
               from item in s.Items
               let text = item.Operation is { } op ? op.Target + "\n" + op.Result : item.Text
               let at = text.IndexOf(query, StringComparison.OrdinalIgnoreCase)
               where at >= 0
               select new SearchHit
               {
                   RecordId = item.Id, SessionId = s.Summary.Id, Title = s.Summary.Title, Project = s.Summary.Project, Agent = s.Summary.Agent,
                   Kind = item.Kind, AtMs = item.AtMs, Snippet = Snippet(text, at, query.Length),
               },
        ];
        return Task.FromResult(Cut(hits, cursor, limit));
    }

    public Task<FilterChoices> ChoicesAsync(CancellationToken ct) => Task.FromResult(new FilterChoices(
        Distinct(s => s.Project), Distinct(s => s.Agent), [.. _sessions.SelectMany(s => s.Summary.Models.Split(", ")).Where(m => m.Length > 0).Distinct(StringComparer.Ordinal)], Distinct(s => s.Branch)));

    public async Task<UsageReport> UsageAsync(UsageQuery query, CancellationToken ct)
    {
        var cells = await CellsAsync(query, ct);
        List<UsageRow> rows = [.. cells.GroupBy(c => PeriodOf(c, query), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(g.Key, g))];
        return new UsageReport { Query = query, Rows = rows, Totals = Row("", cells) };
    }

    public Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken ct) => Task.FromResult<IReadOnlyList<UsageCell>>(
    [
        .. _sessions.SelectMany(s => s.Calls.Select(c => (s.Summary, Call: c)))
            .Where(x => (query.Project is null || x.Summary.Project == query.Project) && (query.Agent is null || x.Summary.Agent == query.Agent))
            .Where(x => (query.Since is null || Day(x.Call.AtMs, query) >= query.Since) && (query.Until is null || Day(x.Call.AtMs, query) <= query.Until))
            .Select(x => SampleSessions.Cell(x.Summary, x.Call)),
    ]);

    public Task<StatusInfo> StatusAsync(CancellationToken ct) => Task.FromResult(Status);

    private List<TimelineItem> Items(string id) => _sessions.Find(s => s.Summary.Id == id)?.Items ?? [];

    private List<string> Distinct(Func<SessionSummary, string> of) => [.. _sessions.Select(s => of(s.Summary)).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool Matches(SessionSummary s, SessionFilter f) =>
        (f.Project is null || s.Project == f.Project) && (f.Agent is null || s.Agent == f.Agent) && (f.Branch is null || s.Branch == f.Branch)
        && (f.Model is null || s.Models.Split(", ").Contains(f.Model, StringComparer.Ordinal)) && (f.SinceMs is null || s.EndedMs >= f.SinceMs) && (f.UntilMs is null || s.StartedMs < f.UntilMs)
        && (f.Text is null || (s.Title + s.Project).Contains(f.Text, StringComparison.OrdinalIgnoreCase));

    private static Page<T> Cut<T>(List<T> all, string? cursor, int limit)
    {
        var skip = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var next = skip + limit;
        return new Page<T>([.. all.Skip(skip).Take(limit)], next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static List<SnippetPart> Snippet(string text, int at, int length)
    {
        var from = Math.Max(0, at - 80);
        var to = Math.Min(text.Length, at + length + 120);
        return [new(text[from..at], false), new(text.Substring(at, length), true), new(text[(at + length)..to], false)];
    }

    private static DateOnly Day(long atMs, UsageQuery query) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(atMs), query.TimeZone).DateTime);

    private static string PeriodOf(UsageCell cell, UsageQuery query)
    {
        var day = Day(cell.FirstMs, query);
        if (query.Period == UsagePeriod.Weekly) day = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return query.Period == UsagePeriod.Session ? cell.RootId : day.ToString(query.Period == UsagePeriod.Monthly ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static UsageRow Row(string period, IEnumerable<UsageCell> cells) => new()
    {
        Period = period,
        Calls = cells.Sum(c => c.Calls),
        Usage = cells.Aggregate(default(TokenUsage), (a, c) => a + c.Usage),
        CostNanos = cells.Sum(c => c.CostNanos),
        UnpricedCalls = cells.Sum(c => c.UnpricedCalls),
    };
}
