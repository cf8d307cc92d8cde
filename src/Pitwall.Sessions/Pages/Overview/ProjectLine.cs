using Pitwall.Core.Records;
using Pitwall.Sessions.Usage;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.Overview;

/// <summary>One project, over all time.</summary>
public sealed record ProjectLine
{
    /// <summary>Days in the sparkline.</summary>
    public const int Days = 14;

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
    public required IReadOnlyList<double> Recent { get; init; }

    /// <summary>Adds up cells by project, most expensive first.</summary>
    public static IReadOnlyList<ProjectLine> Fold(IReadOnlyList<UsageCell> cells, DateOnly today, TimeZoneInfo zone) =>
    [
        .. cells.GroupBy(c => c.Project, StringComparer.Ordinal).Select(group =>
        {
            var days = new double[Days];
            foreach (var cell in group)
            {
                var age = today.DayNumber - Times.DayOf(cell.FirstMs, zone).DayNumber;
                if (age is >= 0 and < Days) days[^(age + 1)] += cell.Usage.Total;
            }
            return new ProjectLine
            {
                Project = group.Key,
                Sessions = group.Select(c => c.RootId).Distinct(StringComparer.Ordinal).Count(),
                Usage = group.Aggregate(default(TokenUsage), (sum, c) => sum + c.Usage),
                CostNanos = group.Sum(c => c.CostNanos),
                UnpricedCalls = group.Sum(c => c.UnpricedCalls),
                LastMs = group.Max(c => c.LastMs),
                Recent = days,
            };
        }).OrderByDescending(p => p.CostNanos).ThenByDescending(p => p.Usage.Total).ThenBy(p => p.Project, StringComparer.Ordinal),
    ];
}
