using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pitwall.Sessions.Reading;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages;

/// <summary>A filter as it stands in an address. What cannot be read is ignored, never an error.</summary>
public sealed record FilterQuery
{
    /// <summary>Characters of a value that count; nobody types more.</summary>
    public const int MaxLength = 1000;

    /// <summary>Working directory, or empty for all.</summary>
    public string Project { get; init; } = "";

    /// <summary>Agent, or empty for all.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Model, or empty for all.</summary>
    public string Model { get; init; } = "";

    /// <summary>Branch, or empty for all.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Words of title or project, or empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>First day.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Last day, counted whole.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Order of a list.</summary>
    public SessionSort Sort { get; init; }

    /// <summary>Where a later page begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether it narrows nothing.</summary>
    public bool IsEmpty => Project.Length + Agent.Length + Model.Length + Branch.Length + Text.Length == 0 && Since is null && Until is null;

    /// <summary>Reads an address.</summary>
    public static FilterQuery From(IQueryCollection query) => new()
    {
        Project = Value(query, "project"),
        Agent = Value(query, "agent"),
        Model = Value(query, "model"),
        Branch = Value(query, "branch"),
        Text = Value(query, "text"),
        Since = Day(query, "since"),
        Until = Day(query, "until"),
        Sort = Enum.TryParse<SessionSort>(query["sort"], ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : SessionSort.Recent,
        Cursor = Value(query, "cursor") is { Length: > 0 } cursor ? cursor : null,
    };

    /// <summary>What the store is asked; days begin at midnight of the zone.</summary>
    public SessionFilter ToFilter(TimeZoneInfo zone) => new()
    {
        Project = OrNull(Project),
        Agent = OrNull(Agent),
        Model = OrNull(Model),
        Branch = OrNull(Branch),
        Text = OrNull(Text),
        SinceMs = Since is { } since ? Times.StartOf(since, zone) : null,
        // The last day counts whole.
        UntilMs = Until is { } until && until < DateOnly.MaxValue ? Times.StartOf(until.AddDays(1), zone) : null,
        Sort = Sort,
    };

    /// <summary>The address of a list with this filter. Another sort or filter starts at the first page.</summary>
    public string Url(string path, string? cursor = null, string? q = null) => Links.To(
        path, ("q", q), ("project", Project), ("agent", Agent), ("model", Model), ("branch", Branch), ("text", Text), ("since", Iso(Since)), ("until", Iso(Until)),
        ("sort", Sort == SessionSort.Recent ? null : Sort.ToString().ToLowerInvariant()), ("cursor", cursor));

    /// <summary>A day of an address, null where it is none.</summary>
    public static DateOnly? Day(IQueryCollection query, string name) =>
        DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A day as addresses and date fields have it.</summary>
    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A value of an address, trimmed, never null.</summary>
    public static string Value(IQueryCollection query, string name)
    {
        var value = query[name].ToString().Trim();
        return value.Length <= MaxLength ? value : value[..MaxLength];
    }

    private static string? OrNull(string value) => value.Length == 0 ? null : value;
}
