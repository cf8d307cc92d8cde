using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Api;

/// <summary>Usage reports: the same JSON as <c>pitwall usage --json</c>.</summary>
internal static class UsageEndpoint
{
    public static void MapUsage(this IEndpointRouteBuilder api) =>
        // GET /api/usage/{daily|weekly|monthly|session|blocks} - a whole report
        api.MapGet("/usage/{period}", RunAsync).WithName("Usage").WithSummary("Tokens and cost by day, week, month, session or 5-hour block.")
            .Produces(200, contentType: "application/json").ProducesProblem(400);

    private static async Task<ContentHttpResult> RunAsync(
        [Description("daily, weekly, monthly, session or blocks.")] string period,
        [Description("First day, such as 2026-11-01.")] string? since,
        [Description("Last day, included.")] string? until,
        [Description("Working directory, or the last part of it.")] string? project,
        [Description("claude, codex or gemini.")] string? agent,
        [Description("Time zone that days are cut in, such as Europe/Berlin; the server's when left out.")] string? timezone,
        UsageService usage, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            Period = Period(period),
            Since = Day("since", since),
            Until = Day("until", until),
            Project = project,
            Agent = agent,
            TimeZone = Zone(timezone),
        };
        return TypedResults.Text(UsageJson.Write(await usage.ReportAsync(query, cancellationToken)), "application/json");
    }

    private static UsagePeriod Period(string period) => period switch
    {
        "daily" => UsagePeriod.Daily,
        "weekly" => UsagePeriod.Weekly,
        "monthly" => UsagePeriod.Monthly,
        "session" => UsagePeriod.Session,
        "blocks" => UsagePeriod.Blocks,
        _ => throw new BadQueryException("A usage report is daily, weekly, monthly, session or blocks, such as /api/usage/daily."),
    };

    private static DateOnly? Day(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        throw new BadQueryException($"{name} must be a day such as 2026-11-01.");
    }

    private static TimeZoneInfo Zone(string? name)
    {
        if (string.IsNullOrEmpty(name)) return TimeZoneInfo.Local;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        throw new BadQueryException("timezone must be the name of a time zone, such as UTC or Europe/Berlin.");
    }
}
