using System.Globalization;
using Pitwall.Core.Records;
using Pitwall.Sessions.Usage;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.UsageView;

/// <summary>Cells added up under one key: a row of a table, or all of them together.</summary>
public sealed record UsageSlice
{
    /// <summary>What they have in common: a day, a model, a session id …</summary>
    public string Key { get; init; } = "";

    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Cost of the priced calls, nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>Calls without a known price.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>Sessions that had a call in it.</summary>
    public int Sessions { get; init; }

    /// <summary>Project of the first cell.</summary>
    public string Project { get; init; } = "";

    /// <summary>Agent of the first cell.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Last call, unix ms.</summary>
    public long LastMs { get; init; }

    /// <summary>All cells as one.</summary>
    public static UsageSlice Sum(IEnumerable<UsageCell> cells, string key = "")
    {
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        var sum = new UsageSlice { Key = key };
        UsageCell? first = null;
        long calls = 0, cost = 0, unpriced = 0, last = 0;
        var usage = default(TokenUsage);
        foreach (var cell in cells)
        {
            first ??= cell;
            sessions.Add(cell.RootId);
            calls += cell.Calls;
            usage += cell.Usage;
            cost += cell.CostNanos;
            unpriced += cell.UnpricedCalls;
            last = Math.Max(last, cell.LastMs);
        }
        return sum with
        {
            Calls = calls, Usage = usage, CostNanos = cost, UnpricedCalls = unpriced, Sessions = sessions.Count, LastMs = last,
            Project = first?.Project ?? "", Agent = first?.Agent ?? "",
        };
    }

    /// <summary>Cells by a key: times newest first, everything else most expensive first.</summary>
    public static IReadOnlyList<UsageSlice> By(IEnumerable<UsageCell> cells, string key, TimeZoneInfo zone)
    {
        var slices = cells.GroupBy(c => KeyOf(c, key, zone), StringComparer.Ordinal).Select(g => Sum(g, g.Key));
        return key is "day" or "week" or "month"
            ? [.. slices.OrderByDescending(s => s.Key, StringComparer.Ordinal)]
            : [.. slices.OrderByDescending(s => s.CostNanos).ThenByDescending(s => s.Usage.Total).ThenBy(s => s.Key, StringComparer.Ordinal)];
    }

    /// <summary>The key of a cell in a table: days and Mondays as 2026-11-21, months as 2026-11.</summary>
    public static string KeyOf(UsageCell cell, string key, TimeZoneInfo zone) => key switch
    {
        "day" => Iso(Times.DayOf(cell.FirstMs, zone)),
        "week" => Iso(Times.Monday(Times.DayOf(cell.FirstMs, zone))),
        "month" => Iso(Times.DayOf(cell.FirstMs, zone))[..7],
        "project" => cell.Project,
        "agent" => cell.Agent,
        "activity" => cell.Activity,
        "session" => cell.RootId,
        _ => cell.Model,
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
