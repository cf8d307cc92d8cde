using Pitwall.Sessions.Pages;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Pages;

/// <summary>A store that is down.</summary>
internal sealed class FailingData : IPageData
{
    private static InvalidOperationException Down => new("secret of the store");

    public Task<Page<SessionSummary>> ListAsync(SessionFilter filter, string? cursor, int limit, CancellationToken ct) => throw Down;

    public Task<SessionSummary?> GetAsync(string id, CancellationToken ct) => throw Down;

    public Task<IReadOnlyList<SessionSummary>> ChildrenAsync(string rootId, CancellationToken ct) => throw Down;

    public Task<Page<TimelineItem>> TimelineAsync(string id, string? cursor, int limit, CancellationToken ct) => throw Down;

    public Task<Page<TimelineItem>> TimelineBackAsync(string id, long before, int limit, CancellationToken ct) => throw Down;

    public Task<TimelineItem?> ItemAsync(string sessionId, long recordId, CancellationToken ct) => throw Down;

    public Task<IReadOnlyList<CallPoint>> CallsAsync(string id, CancellationToken ct) => throw Down;

    public Task<Page<SearchHit>> SearchAsync(string query, SessionFilter filter, string? cursor, int limit, CancellationToken ct) => throw Down;

    public Task<FilterChoices> ChoicesAsync(CancellationToken ct) => throw Down;

    public Task<UsageReport> UsageAsync(UsageQuery query, CancellationToken ct) => throw Down;

    public Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken ct) => throw Down;

    public Task<StatusInfo> StatusAsync(CancellationToken ct) => throw Down;
}
