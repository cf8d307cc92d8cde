using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Pages;

/// <summary>
/// All that the pages read: their one door to the store. The program implements it over the store, the tests over a
/// sample. Nothing here writes. Times are unix milliseconds; lists are never null.
/// </summary>
public interface IPageData
{
    /// <summary>Top-level sessions in the filter's order.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before, or null for the first page.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<Page<SessionSummary>> ListAsync(SessionFilter filter, string? cursor, int limit, CancellationToken ct);

    /// <summary>One session or sub-agent session; null where there is none of this id.</summary>
    Task<SessionSummary?> GetAsync(string id, CancellationToken ct);

    /// <summary>All sub-agent sessions below a top-level session, oldest first.</summary>
    Task<IReadOnlyList<SessionSummary>> ChildrenAsync(string rootId, CancellationToken ct);

    /// <summary>The timeline of one session (its sub-agents not included), in order.</summary>
    /// <param name="id">Session id.</param>
    /// <param name="cursor">Id of the last item already seen, in decimal: listed are the items after it. Null: from the start.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<Page<TimelineItem>> TimelineAsync(string id, string? cursor, int limit, CancellationToken ct);

    /// <summary>The items just before one, in order, so that a page can open in the middle or at the end of a session.</summary>
    /// <param name="id">Session id.</param>
    /// <param name="before">Id of the item before which to look; <see cref="long.MaxValue"/> gives the end of the timeline.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Oldest first. <see cref="Page{T}.Next"/> is set (to any value) where there are earlier ones.</returns>
    Task<Page<TimelineItem>> TimelineBackAsync(string id, long before, int limit, CancellationToken ct);

    /// <summary>One item of a timeline, uncut; null where there is none.</summary>
    Task<TimelineItem?> ItemAsync(string sessionId, long recordId, CancellationToken ct);

    /// <summary>The model calls of a session and of all sub-agents below it, by time.</summary>
    Task<IReadOnlyList<CallPoint>> CallsAsync(string id, CancellationToken ct);

    /// <summary>Full-text search over prompts, answers, commands and errors, best hits first.</summary>
    Task<Page<SearchHit>> SearchAsync(string query, SessionFilter filter, string? cursor, int limit, CancellationToken ct);

    /// <summary>What the filters offer.</summary>
    Task<FilterChoices> ChoicesAsync(CancellationToken ct);

    /// <summary>A usage report: the same one the command line and the API give.</summary>
    Task<UsageReport> UsageAsync(UsageQuery query, CancellationToken ct);

    /// <summary>
    /// The cells of a report's range, for tables that the report itself is not cut by. A cell lies within one calendar
    /// day of the query's time zone, and within one session, model, agent, project and activity.
    /// </summary>
    Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken ct);

    /// <summary>How the program is doing.</summary>
    Task<StatusInfo> StatusAsync(CancellationToken ct);
}
