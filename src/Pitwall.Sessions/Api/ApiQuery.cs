using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>A request that cannot be answered as asked. The message is a sentence a person can act on.</summary>
internal sealed class BadQueryException(string message) : Exception(message);

/// <summary>
/// Query parameters that lists share. They are read as text and understood here, so that a wrong one is answered with a
/// sentence that names it and says what it may be.
/// </summary>
internal sealed class ListQuery
{
    [Description("Working directory of the project, exact.")]
    [FromQuery(Name = "project")]
    public string? Project { get; init; }

    [Description("claude, codex or gemini.")]
    [FromQuery(Name = "agent")]
    public string? Agent { get; init; }

    [Description("Model name, exact.")]
    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    [Description("Git branch, exact.")]
    [FromQuery(Name = "branch")]
    public string? Branch { get; init; }

    [Description("Only what was active at or after this time: RFC 3339, or a day such as 2026-11-21 in the server's time zone.")]
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [Description("Only what was active before this time; a day is counted whole.")]
    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [Description("Rows per page, 1 to 500; 50 when left out.")]
    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    [Description("The next value of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    public int Rows => ParseLimit(Limit);

    public SessionFilter Filter() => new()
    {
        Project = Project,
        Agent = Agent,
        Model = Model,
        Branch = Branch,
        SinceMs = ParseTime("since", Since, endOfDay: false),
        UntilMs = ParseTime("until", Until, endOfDay: true),
    };

    public static int ParseLimit(string? limit)
    {
        if (string.IsNullOrEmpty(limit)) return 50;
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= SessionReader.MaxLimit) return rows;
        throw new BadQueryException($"limit must be a whole number from 1 to {SessionReader.MaxLimit}.");
    }

    public static SessionSort ParseSort(string? sort) => sort switch
    {
        null or "" or "recent" => SessionSort.Recent,
        "cost" => SessionSort.Cost,
        "tokens" => SessionSort.Tokens,
        "errors" => SessionSort.Errors,
        "duration" => SessionSort.Duration,
        _ => throw new BadQueryException("sort must be recent, cost, tokens, errors or duration."),
    };

    private static long? ParseTime(string name, string? text, bool endOfDay)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (endOfDay && day < DateOnly.MaxValue) day = day.AddDays(1);
            var local = day.ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(local, TimeZoneInfo.Local.GetUtcOffset(local)).ToUnixTimeMilliseconds();
        }
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUnixTimeMilliseconds();
        throw new BadQueryException($"{name} must be a day such as 2026-11-21 or a time such as 2026-11-21T09:30:00Z.");
    }
}

/// <summary>Answers that are not data.</summary>
internal static class ApiProblem
{
    public static ProblemHttpResult NoSession(string id) => TypedResults.Problem(
        $"There is no session '{Shown(id)}'. It may not be imported yet; /api/sessions lists what is known.", statusCode: StatusCodes.Status404NotFound, title: "No such session");

    private static string Shown(string id) => id.Length > 80 ? id[..80] + "…" : id;
}
