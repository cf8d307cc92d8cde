using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Pages.UsageView;

/// <summary>What the usage page shows, as it stands in its address. What cannot be read falls back to the default.</summary>
public sealed record UsageRequest
{
    /// <summary>Ranges offered, in days; 0 is everything.</summary>
    public static readonly IReadOnlyList<(string Value, string Label, int Days)> Ranges =
        [("7", "7 days", 7), ("30", "30 days", 30), ("90", "90 days", 90), ("365", "Year", 365), ("all", "All", 0)];

    /// <summary>Tables offered.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> Tables =
    [
        ("day", "Day"), ("week", "Week"), ("month", "Month"), ("model", "Model"), ("project", "Project"), ("agent", "Agent"),
        ("activity", "Activity"), ("session", "Session"),
    ];

    /// <summary>What the chart may be stacked by.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> Stacks = [("model", "Model"), ("agent", "Agent"), ("project", "Project"), ("activity", "Activity")];

    /// <summary>Value of the chosen range, or empty where first and last day are given.</summary>
    public string Range { get; init; } = "30";

    /// <summary>First day; null from the beginning.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly Until { get; init; }

    /// <summary>Project, or empty for all.</summary>
    public string Project { get; init; } = "";

    /// <summary>Agent, or empty for all.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Which table.</summary>
    public string By { get; init; } = "day";

    /// <summary>What the chart is stacked by.</summary>
    public string Stack { get; init; } = "model";

    /// <summary><c>cost</c> or <c>tokens</c>.</summary>
    public string Unit { get; init; } = "cost";

    /// <summary>Reads an address.</summary>
    /// <param name="query">The address's query.</param>
    /// <param name="today">Today, in the zone that days are cut in.</param>
    public static UsageRequest From(IQueryCollection query, DateOnly today)
    {
        var since = FilterQuery.Day(query, "since");
        var until = FilterQuery.Day(query, "until");
        var range = Known(Ranges.Select(r => r.Value), FilterQuery.Value(query, "range"), "30");
        var given = since is not null || until is not null;
        var days = Ranges.First(r => r.Value == range).Days;
        return new UsageRequest
        {
            Range = given ? "" : range,
            Since = given ? since : days == 0 ? null : today.AddDays(1 - days),
            Until = until ?? today,
            Project = FilterQuery.Value(query, "project"),
            Agent = FilterQuery.Value(query, "agent"),
            By = Known(Tables.Select(t => t.Value), FilterQuery.Value(query, "by"), "day"),
            Stack = Known(Stacks.Select(s => s.Value), FilterQuery.Value(query, "stack"), "model"),
            Unit = Known(["cost", "tokens"], FilterQuery.Value(query, "unit"), "cost"),
        };
    }

    /// <summary>What the store is asked.</summary>
    public UsageQuery ToQuery(TimeZoneInfo zone) => new()
    {
        Since = Since,
        Until = Until,
        Project = Project.Length == 0 ? null : Project,
        Agent = Agent.Length == 0 ? null : Agent,
        TimeZone = zone,
    };

    /// <summary>The address of this view.</summary>
    public string Url() => Links.To(
        "/usage", ("range", Range is "30" ? null : Range), ("since", Range.Length == 0 ? FilterQuery.Iso(Since) : null), ("until", Range.Length == 0 ? FilterQuery.Iso(Until) : null),
        ("project", Project), ("agent", Agent), ("by", By == "day" ? null : By), ("stack", Stack == "model" ? null : Stack), ("unit", Unit == "cost" ? null : Unit));

    /// <summary>The sessions behind a figure.</summary>
    /// <param name="since">First day; null for that of the view.</param>
    /// <param name="until">Last day; null for that of the view.</param>
    /// <param name="project">Project; null for that of the view.</param>
    /// <param name="agent">Agent; null for that of the view.</param>
    /// <param name="model">Model; null for all.</param>
    public string Sessions(DateOnly? since = null, DateOnly? until = null, string? project = null, string? agent = null, string? model = null) => Links.To(
        "/sessions", ("since", FilterQuery.Iso(since ?? Since)), ("until", FilterQuery.Iso(until ?? Until)), ("project", project ?? Project), ("agent", agent ?? Agent), ("model", model), ("sort", "cost"));

    private static string Known(IEnumerable<string> values, string value, string fallback) => values.Contains(value, StringComparer.Ordinal) ? value : fallback;

    /// <summary>The range in words: <c>21 Nov 2026</c>, <c>1 – 21 Nov 2026</c> and the like.</summary>
    public string Words()
    {
        var last = Until.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        if (Since is not { } since) return $"up to {last}";
        return since == Until ? last : $"{since.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} – {last}";
    }
}
