using System.Globalization;
using Pitwall.Core.Records;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.Overview;

/// <summary>What the overview shows, worked out from reports.</summary>
public sealed record OverviewModel
{
    /// <summary>Weeks in a sparkline.</summary>
    public const int Weeks = 8;

    /// <summary>Days in the chart; from today back they always reach last week's Monday.</summary>
    public const int Days = 14;

    /// <summary>Days that the table of projects covers.</summary>
    public const int ProjectDays = 30;

    /// <summary>The present week so far.</summary>
    public required UsageRow Week { get; init; }

    /// <summary>Last week from its Monday to the weekday it is today, so that a Tuesday is not held against seven days.</summary>
    public required UsageRow LastWeek { get; init; }

    /// <summary>Eight weeks, oldest first, the last one being the present; weeks without work are empty rows.</summary>
    public required IReadOnlyList<UsageRow> ByWeek { get; init; }

    /// <summary>Fourteen days, oldest first, the last one being today.</summary>
    public required IReadOnlyList<(DateOnly Day, UsageRow Row)> ByDay { get; init; }

    /// <summary>Projects of the last thirty days, most expensive first.</summary>
    public required IReadOnlyList<ProjectLine> Projects { get; init; }

    /// <summary>Sessions with a record in the last five minutes.</summary>
    public required IReadOnlyList<SessionSummary> Running { get; init; }

    /// <summary>The most recent sessions.</summary>
    public required IReadOnlyList<SessionSummary> Recent { get; init; }

    /// <summary>Today, in the zone that days are cut in.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Share of the context that came from the cache, 0 to 1; null where nothing was read.</summary>
    public static double? CacheShare(UsageRow row) => row.Usage.Context == 0 ? null : (double)row.Usage.CacheRead / row.Usage.Context;

    /// <summary>Asks for the reports and works it out.</summary>
    public static async Task<OverviewModel> ReadAsync(IPageData data, TimeProvider clock, CancellationToken ct)
    {
        var zone = clock.LocalTimeZone;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var today = Times.DayOf(now, zone);
        var monday = Times.Monday(today);
        var query = new UsageQuery { TimeZone = zone, Until = today };
        var daily = await data.UsageAsync(query with { Since = today.AddDays(1 - Days) }, ct);
        var weekly = await data.UsageAsync(query with { Period = UsagePeriod.Weekly, Since = monday.AddDays(-7 * (Weeks - 1)) }, ct);
        var cells = await data.CellsAsync(query with { Since = today.AddDays(1 - ProjectDays) }, ct);
        var running = await data.ListAsync(new SessionFilter { SinceMs = now - Names.RunningMs }, null, 50, ct);
        var recent = await data.ListAsync(new SessionFilter(), null, 8, ct);
        var byDay = daily.Rows.ToDictionary(r => r.Period, StringComparer.Ordinal);
        var byWeek = weekly.Rows.ToDictionary(r => r.Period, StringComparer.Ordinal);
        var lastMonday = monday.AddDays(-7);
        return new OverviewModel
        {
            Today = today,
            ByDay = [.. Enumerable.Range(0, Days).Select(i => today.AddDays(i + 1 - Days)).Select(day => (day, Row(byDay, day)))],
            ByWeek = [.. Enumerable.Range(0, Weeks).Select(i => Row(byWeek, monday.AddDays(7 * (i + 1 - Weeks))))],
            Week = Row(byWeek, monday),
            LastWeek = Sum(Enumerable.Range(0, today.DayNumber - monday.DayNumber + 1).Select(i => Row(byDay, lastMonday.AddDays(i)))),
            Projects = ProjectLine.Fold(cells, today, zone),
            Running = [.. running.Items.Where(s => Names.IsRunning(s, clock))],
            Recent = recent.Items,
        };
    }

    /// <summary>Index of the week with the highest share of cache reads, or -1 where fewer than three weeks have any.</summary>
    public static int BestCacheWeek(IReadOnlyList<UsageRow> weeks)
    {
        var shares = weeks.Select(CacheShare).ToList();
        if (shares.Count(s => s > 0) < 3) return -1;
        return shares.IndexOf(shares.Max());
    }

    private static UsageRow Row(Dictionary<string, UsageRow> rows, DateOnly day) =>
        rows.GetValueOrDefault(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) ?? new UsageRow();

    private static UsageRow Sum(IEnumerable<UsageRow> rows) => rows.Aggregate(new UsageRow(), (a, b) => new UsageRow
    {
        Calls = a.Calls + b.Calls,
        Usage = a.Usage + b.Usage,
        CostNanos = a.CostNanos + b.CostNanos,
        UnpricedCalls = a.UnpricedCalls + b.UnpricedCalls,
    });
}

/// <summary>One project over the last thirty days.</summary>
public sealed record ProjectLine
{
    /// <summary>Working directory.</summary>
    public required string Project { get; init; }

    /// <summary>Sessions with a model call in the time.</summary>
    public required int Sessions { get; init; }

    /// <summary>Tokens.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>Cost of the priced calls, nano-dollars.</summary>
    public required long CostNanos { get; init; }

    /// <summary>Calls without a known price.</summary>
    public required long UnpricedCalls { get; init; }

    /// <summary>Last call, unix ms.</summary>
    public required long LastMs { get; init; }

    /// <summary>Tokens on each of the last fourteen days, oldest first.</summary>
    public required IReadOnlyList<double> Days { get; init; }

    /// <summary>Adds up cells by project, most expensive first.</summary>
    public static IReadOnlyList<ProjectLine> Fold(IReadOnlyList<UsageCell> cells, DateOnly today, TimeZoneInfo zone) =>
    [
        .. cells.GroupBy(c => c.Project, StringComparer.Ordinal).Select(group =>
        {
            var days = new double[OverviewModel.Days];
            foreach (var cell in group)
            {
                var age = today.DayNumber - Times.DayOf(cell.FirstMs, zone).DayNumber;
                if (age is >= 0 and < OverviewModel.Days) days[^(age + 1)] += cell.Usage.Total;
            }
            return new ProjectLine
            {
                Project = group.Key,
                Sessions = group.Select(c => c.RootId).Distinct(StringComparer.Ordinal).Count(),
                Usage = group.Aggregate(default(TokenUsage), (sum, c) => sum + c.Usage),
                CostNanos = group.Sum(c => c.CostNanos),
                UnpricedCalls = group.Sum(c => c.UnpricedCalls),
                LastMs = group.Max(c => c.LastMs),
                Days = days,
            };
        }).OrderByDescending(p => p.CostNanos).ThenByDescending(p => p.Usage.Total).ThenBy(p => p.Project, StringComparer.Ordinal),
    ];
}
