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
        var totals = new UsageRowBuilder("total");
        var wanted = Counted(cells, query, days, totals);
        if (query.Period == UsagePeriod.Blocks)
        {
            var blocks = UsageBlocks.Build(wanted, now.ToUnixTimeMilliseconds());
            return new UsageReport { Query = query, Rows = [.. blocks.Where(b => !b.IsGap).Select(b => b.Row)], Totals = totals.Build(), Blocks = blocks };
        }

        var rows = query.Period == UsagePeriod.Session ? BySession(wanted) : ByDate(wanted, query.Period, days);
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

    private static IEnumerable<UsageCell> Counted(IEnumerable<UsageCell> cells, UsageQuery query, LocalDays days, UsageRowBuilder totals)
    {
        foreach (var cell in cells)
        {
            if (!Covers(query, cell, days))
                continue;
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
        var rows = new Dictionary<int, UsageRowBuilder>();
        var firstDays = new List<int>();
        foreach (var cell in cells)
        {
            var first = FirstDay(days.Of(cell.FirstMs), period);
            if (!rows.TryGetValue(first.DayNumber, out var row))
            {
                rows.Add(first.DayNumber, row = new UsageRowBuilder(Name(first, period)));
                firstDays.Add(first.DayNumber);
            }

            row.Add(cell);
        }

        firstDays.Sort();
        var list = new List<UsageRow>(firstDays.Count);
        foreach (var day in firstDays)
            list.Add(rows[day].Build());
        return list;
    }

    // By hand: the general formatting of dates is compiled on first use, and the command line waits for it.
    private static string Name(DateOnly day, UsagePeriod period)
    {
        Span<char> text = stackalloc char[10];
        "0000-00-00".CopyTo(text);
        Digits(text[..4], day.Year);
        Digits(text[5..7], day.Month);
        Digits(text[8..], day.Day);
        return new string(period == UsagePeriod.Monthly ? text[..7] : text);

        static void Digits(Span<char> to, int number)
        {
            for (var i = to.Length - 1; i >= 0; i--, number /= 10)
                to[i] = (char)('0' + number % 10);
        }
    }

    private static DateOnly FirstDay(DateOnly day, UsagePeriod period) => period switch
    {
        UsagePeriod.Weekly => DateOnly.FromDayNumber(day.DayNumber - ((int)day.DayOfWeek + 6) % 7),
        UsagePeriod.Monthly => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };
}
