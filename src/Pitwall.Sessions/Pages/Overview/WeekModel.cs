using System.Globalization;
using Pitwall.Sessions.Usage;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.Overview;

/// <summary>This week against the ones before it, worked out from the daily and the weekly report.</summary>
public sealed record WeekModel
{
    /// <summary>Weeks in a sparkline.</summary>
    public const int Weeks = 8;

    /// <summary>Days in the chart; from today back they always reach last week's Monday.</summary>
    public const int Days = 14;

    /// <summary>The present week so far.</summary>
    public required UsageRow Week { get; init; }

    /// <summary>Last week from its Monday to the weekday it is today, so that a Tuesday is not held against seven days.</summary>
    public required UsageRow LastWeek { get; init; }

    /// <summary>Eight weeks, oldest first, the last one being the present; weeks without work are empty rows.</summary>
    public required IReadOnlyList<UsageRow> ByWeek { get; init; }

    /// <summary>Fourteen days, oldest first, the last one being today.</summary>
    public required IReadOnlyList<(DateOnly Day, UsageRow Row)> ByDay { get; init; }

    /// <summary>Today, in the zone that days are cut in.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Share of the context that came from the cache, 0 to 1; null where nothing was read.</summary>
    public static double? CacheShare(UsageRow row) => row.Usage.Context == 0 ? null : (double)row.Usage.CacheRead / row.Usage.Context;

    /// <summary>Asks for the reports and works it out.</summary>
    public static async Task<WeekModel> ReadAsync(IPageData data, TimeProvider clock, CancellationToken ct)
    {
        var zone = clock.LocalTimeZone;
        var today = Times.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds(), zone);
        var monday = Times.Monday(today);
        var lastMonday = monday.AddDays(-7);
        var query = new UsageQuery { TimeZone = zone, Until = today };
        var daily = await data.UsageAsync(query with { Since = today.AddDays(1 - Days) }, ct);
        var weekly = await data.UsageAsync(query with { Period = UsagePeriod.Weekly, Since = monday.AddDays(-7 * (Weeks - 1)) }, ct);
        var byDay = daily.Rows.ToDictionary(r => r.Period, StringComparer.Ordinal);
        var byWeek = weekly.Rows.ToDictionary(r => r.Period, StringComparer.Ordinal);
        return new WeekModel
        {
            Today = today,
            ByDay = [.. Enumerable.Range(0, Days).Select(i => today.AddDays(i + 1 - Days)).Select(day => (day, Row(byDay, day)))],
            ByWeek = [.. Enumerable.Range(0, Weeks).Select(i => Row(byWeek, monday.AddDays(7 * (i + 1 - Weeks))))],
            Week = Row(byWeek, monday),
            LastWeek = Sum(Enumerable.Range(0, today.DayNumber - monday.DayNumber + 1).Select(i => Row(byDay, lastMonday.AddDays(i)))),
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
