using System.Globalization;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Folds cells into reports. Pure: the same cells in any order give the same report, and every report over the same
/// cells has the same totals.
/// </summary>
public static class UsageReports
{
    /// <summary>Builds a report.</summary>
    /// <param name="cells">Cells that each lie within one quarter hour; for <see cref="UsagePeriod.Blocks"/> one cell per call.
    /// Cells outside the query are left out.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="now">The present, for telling whether the last block is still open.</param>
    public static UsageReport Build(IEnumerable<UsageCell> cells, UsageQuery query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(query);
        var days = new LocalDays(query.TimeZone);
        var wanted = cells.Where(cell => Covers(query, cell, days));
        var totals = new UsageRowBuilder("total");
        if (query.Period == UsagePeriod.Blocks)
        {
            var blocks = UsageBlocks.Build(Counted(wanted, totals), now.ToUnixTimeMilliseconds());
            return new UsageReport { Query = query, Rows = [.. blocks.Where(b => !b.IsGap).Select(b => b.Row)], Totals = totals.Build(), Blocks = blocks };
        }

        var rows = query.Period == UsagePeriod.Session ? BySession(Counted(wanted, totals)) : ByDate(Counted(wanted, totals), query.Period, days);
        return new UsageReport { Query = query, Rows = rows, Totals = totals.Build() };
    }

    /// <summary>The cells a query covers.</summary>
    public static IReadOnlyList<UsageCell> Within(IEnumerable<UsageCell> cells, UsageQuery query)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(query);
        var days = new LocalDays(query.TimeZone);
        return [.. cells.Where(cell => Covers(query, cell, days))];
    }

    /// <summary>Whether a project is the one asked for: its whole path, or the last part of it.</summary>
    public static bool IsProject(string project, string wanted)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(wanted);
        var path = project.AsSpan().TrimEnd("/\\");
        var name = wanted.AsSpan().TrimEnd("/\\");
        return path.SequenceEqual(name) || path[(path.LastIndexOfAny('/', '\\') + 1)..].SequenceEqual(name);
    }

    private static bool Covers(UsageQuery query, UsageCell cell, LocalDays days)
    {
        if (query.Agent is { Length: > 0 } agent && !string.Equals(cell.Agent, agent, StringComparison.OrdinalIgnoreCase))
            return false;
        if (query.Project is { Length: > 0 } project && !IsProject(cell.Project, project))
            return false;
        if (query.Since is null && query.Until is null)
            return true;
        var day = days.Of(cell.FirstMs);
        return !(day < query.Since) && !(day > query.Until);
    }

    private static IEnumerable<UsageCell> Counted(IEnumerable<UsageCell> cells, UsageRowBuilder totals)
    {
        foreach (var cell in cells)
        {
            totals.Add(cell);
            yield return cell;
        }
    }

    private static List<UsageRow> BySession(IEnumerable<UsageCell> cells)
    {
        var rows = new Dictionary<string, UsageRowBuilder>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            if (!rows.TryGetValue(cell.RootId, out var row))
                rows.Add(cell.RootId, row = new UsageRowBuilder(cell.RootId));
            row.Add(cell);
        }

        var list = rows.Values.Select(r => r.Build()).ToList();
        list.Sort(static (a, b) =>
            a.CostNanos != b.CostNanos ? b.CostNanos.CompareTo(a.CostNanos)
            : a.Usage.Total != b.Usage.Total ? b.Usage.Total.CompareTo(a.Usage.Total)
            : string.CompareOrdinal(a.Period, b.Period));
        return list;
    }

    private static List<UsageRow> ByDate(IEnumerable<UsageCell> cells, UsagePeriod period, LocalDays days)
    {
        var rows = new SortedList<int, UsageRowBuilder>();
        foreach (var cell in cells)
        {
            var first = FirstDay(days.Of(cell.FirstMs), period);
            if (!rows.TryGetValue(first.DayNumber, out var row))
                rows.Add(first.DayNumber, row = new UsageRowBuilder(first.ToString(period == UsagePeriod.Monthly ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture)));
            row.Add(cell);
        }

        return [.. rows.Values.Select(r => r.Build())];
    }

    private static DateOnly FirstDay(DateOnly day, UsagePeriod period) => period switch
    {
        UsagePeriod.Weekly => DateOnly.FromDayNumber(day.DayNumber - ((int)day.DayOfWeek + 6) % 7),
        UsagePeriod.Monthly => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };
}
