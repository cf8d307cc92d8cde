using Pitwall.Core.Text;
using System.Globalization;
using Spectre.Console;

namespace Pitwall.Sessions.Usage;

/// <summary>Reports as a table for a person: figures right-aligned, a totals row, and what has no price said below.</summary>
public static class UsageTable
{
    private const int WideColumns = 110;

    /// <summary>Prints a report.</summary>
    /// <param name="console">Where to; its width decides how many columns there are.</param>
    /// <param name="report">The report.</param>
    /// <param name="breakdown">A line per model under each row.</param>
    public static void Print(IAnsiConsole console, UsageReport report, bool breakdown)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(report);
        if (report.Rows.Count == 0)
        {
            console.MarkupLine("No usage in this range. [grey]pitwall sessions import reads transcripts from the folders of Claude Code, Codex and Gemini CLI.[/]");
            return;
        }

        var wide = console.Profile.Width >= WideColumns;
        var table = new Table { Border = TableBorder.Simple, Expand = false };
        table.AddColumn(new TableColumn(Heading(report.Query.Period)) { NoWrap = true });
        table.AddColumn(new TableColumn(report.Query.Period == UsagePeriod.Session ? "Project" : "Models"));
        foreach (var heading in wide ? (string[])["Input", "Output", "Cache write", "Cache read", "Tokens", "Cost"] : ["Output", "Tokens", "Cost"])
            table.AddColumn(new TableColumn(heading) { NoWrap = true }.RightAligned());
        var labels = report.Query.Period == UsagePeriod.Blocks ? report.Blocks.Where(b => !b.IsGap).Select(b => BlockLabel(b, report.Query.TimeZone)).ToList() : null;
        for (var i = 0; i < report.Rows.Count; i++)
        {
            var row = report.Rows[i];
            table.AddRow(Cells(labels?[i] ?? Label(row, report.Query), Second(row, report.Query.Period, wide), row.Usage.Input, row.Usage.Output, row.Usage.CacheWrite, row.Usage.CacheRead, row.Usage.Total, Cost(row.CostNanos, row.UnpricedCalls), wide, null));
            if (!breakdown)
                continue;
            foreach (var model in row.Models)
                table.AddRow(Cells("", "· " + UsageJson.ModelName(model.Model), model.Usage.Input, model.Usage.Output, model.Usage.CacheWrite, model.Usage.CacheRead, model.Usage.Total, Cost(model.CostNanos, model.UnpricedCalls), wide, "grey"));
        }

        var totals = report.Totals;
        table.AddEmptyRow();
        table.AddRow(Cells("Total", "", totals.Usage.Input, totals.Usage.Output, totals.Usage.CacheWrite, totals.Usage.CacheRead, totals.Usage.Total, Cost(totals.CostNanos, totals.UnpricedCalls), wide, "bold"));
        console.Write(table);
        if (totals.UnpricedCalls > 0)
        {
            var models = string.Join(", ", totals.Models.Where(m => m.UnpricedCalls > 0).Select(m => UsageJson.ModelName(m.Model)));
            console.MarkupLineInterpolated($"[yellow]* {totals.UnpricedCalls:N0} calls have no known price and are not in the cost: {Clean(models)}[/]");
        }
    }

    private static string Heading(UsagePeriod period) => period switch
    {
        UsagePeriod.Daily => "Day",
        UsagePeriod.Weekly => "Week from",
        UsagePeriod.Monthly => "Month",
        UsagePeriod.Session => "Session",
        _ => "Window",
    };

    private static string Label(UsageRow row, UsageQuery query) => query.Period == UsagePeriod.Session
        ? $"{DisplayText.OneLine(row.Period.Length > 8 ? row.Period[..8] : row.Period)} {Local(row.LastMs, query.TimeZone):MM-dd HH:mm}"
        : row.Period;

    private static string BlockLabel(UsageBlock block, TimeZoneInfo zone) =>
        $"{Local(block.StartMs, zone):yyyy-MM-dd HH:mm}{(block.IsActive ? " (open)" : "")}";

    private static string Second(UsageRow row, UsagePeriod period, bool wide)
    {
        if (period != UsagePeriod.Session)
            return string.Join(wide ? ", " : "\n", row.Models.Select(m => Short(UsageJson.ModelName(m.Model))));
        var path = row.Project.TrimEnd('/', '\\');
        return path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    // claude-opus-4-5-20251101 → opus-4-5: the provider and the date are in the breakdown.
    private static string Short(string model)
    {
        var name = model.StartsWith("claude-", StringComparison.Ordinal) ? model[7..] : model;
        return name.Length > 9 && name[^9] == '-' && name[^8..].All(char.IsAsciiDigit) ? name[..^9] : name;
    }

    private static DateTime Local(long ms, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(ms), zone).DateTime;

    private static string Cost(long nanos, long unpriced) =>
        (nanos / 1e9m).ToString("$#,##0.00", CultureInfo.InvariantCulture) + (unpriced > 0 ? "*" : "");

    private static Markup[] Cells(string first, string second, long input, long output, long cacheWrite, long cacheRead, long total, string cost, bool wide, string? style)
    {
        string[] texts = wide
            ? [first, second, Count(input), Count(output), Count(cacheWrite), Count(cacheRead), Count(total), cost]
            : [first, second, Count(output), Count(total), cost];
        return Array.ConvertAll(texts, t => new Markup(Markup.Escape(Clean(t)), style is null ? null : Style.Parse(style)));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    // Names come from transcripts: no terminal escape sequence may pass.
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c == '\n'));
}
