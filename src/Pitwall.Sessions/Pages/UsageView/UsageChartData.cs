using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pitwall.Sessions.Usage;
using Pitwall.Web.Components;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.UsageView;

/// <summary>The figures of the chart over time, as <c>js/chart-bars.js</c> reads them.</summary>
public sealed record UsageChartData
{
    // More would not be told apart; the rest is one series.
    private const int MaxSeries = 6;

    // From this many days on a bar is a week.
    private const int MaxDays = 120;

    /// <summary>Under each bar.</summary>
    [JsonPropertyName("labels")]
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Over the box beside the pointer.</summary>
    [JsonPropertyName("titles")]
    public required IReadOnlyList<string> Titles { get; init; }

    /// <summary>From the bottom up, the largest first.</summary>
    [JsonPropertyName("series")]
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary><c>money</c> or <c>tokens</c>.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>As the page carries it.</summary>
    public string Json() => JsonSerializer.Serialize(this);

    /// <summary>Works it out.</summary>
    public static UsageChartData From(IReadOnlyList<UsageCell> cells, UsageRequest request, TimeZoneInfo zone)
    {
        var first = request.Since ?? (cells.Count > 0 ? Times.DayOf(cells.Min(c => c.FirstMs), zone) : request.Until);
        var step = request.Until.DayNumber - first.DayNumber >= MaxDays ? 7 : 1;
        if (step == 7) first = Times.Monday(first);
        var count = Math.Max(0, (request.Until.DayNumber - first.DayNumber) / step) + 1;
        List<string> keys = [.. UsageSlice.By(cells, request.Stack, zone).OrderByDescending(s => Value(s.CostNanos, s.Usage.Total)).Select(s => s.Key)];
        var shown = keys.Count > MaxSeries ? MaxSeries - 1 : keys.Count;
        var names = keys.Take(shown).Select(k => Name(request.Stack, k)).ToList();
        if (keys.Count > shown) names.Add($"{keys.Count - shown} others");
        var values = names.Select(_ => new double[count]).ToList();
        foreach (var cell in cells)
        {
            var slot = (Times.DayOf(cell.FirstMs, zone).DayNumber - first.DayNumber) / step;
            if (slot < 0 || slot >= count) continue;
            var series = Math.Min(keys.IndexOf(UsageSlice.KeyOf(cell, request.Stack, zone)), names.Count - 1);
            values[series][slot] += Value(cell.CostNanos, cell.Usage.Total);
        }
        var days = Enumerable.Range(0, count).Select(i => first.AddDays(i * step)).ToList();
        return new UsageChartData
        {
            // Over more than a year a day without its year says nothing.
            Labels = [.. days.Select(d => d.ToString(count * step > 366 ? "MMM yyyy" : "d MMM", CultureInfo.InvariantCulture))],
            Titles = [.. days.Select(d => (step == 7 ? "Week of " : "") + d.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture))],
            Series = [.. names.Select((name, i) => new ChartSeries(name, [.. values[i].Select(v => Math.Round(v, 4))]))],
            Unit = request.Unit == "tokens" ? "tokens" : "money",
        };

        double Value(long costNanos, long tokens) => request.Unit == "tokens" ? tokens : (double)costNanos / Figures.NanosPerDollar;
    }

    /// <summary>How a key is shown.</summary>
    public static string Name(string by, string key) => by switch
    {
        "model" => Names.Model(key),
        "agent" => AgentTag.Label(key),
        "project" => Names.Project(key),
        "activity" => Names.Activity(key),
        _ => key,
    };
}

/// <summary>One series: a value for each bar.</summary>
public sealed record ChartSeries(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("values")] IReadOnlyList<double> Values);
