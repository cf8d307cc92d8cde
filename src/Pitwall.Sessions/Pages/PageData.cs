using Pitwall.Core.Prices;
using Pitwall.Sessions.Api;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Pages;

/// <summary>The pages' data from the store: the same reader and the same reports as the API and the command line.</summary>
internal sealed class PageData(SessionReader sessions, StatusReader status, UsageService usage, Importer importer, Follower follower, ProgramFacts program, TimeProvider time) : IPageData
{
    public Task<Page<SessionSummary>> ListAsync(SessionFilter filter, string? cursor, int limit, CancellationToken ct) => sessions.ListAsync(filter, cursor, limit, ct);

    public Task<SessionSummary?> GetAsync(string id, CancellationToken ct) => sessions.GetAsync(id, ct);

    public Task<IReadOnlyList<SessionSummary>> ChildrenAsync(string rootId, CancellationToken ct) => sessions.ChildrenAsync(rootId, ct);

    public Task<Page<TimelineItem>> TimelineAsync(string id, string? cursor, int limit, CancellationToken ct) => sessions.TimelineAsync(id, cursor, limit, ct);

    public Task<Page<TimelineItem>> TimelineBackAsync(string id, long before, int limit, CancellationToken ct) => sessions.TimelineBackAsync(id, before, limit, ct);

    public Task<TimelineItem?> ItemAsync(string sessionId, long recordId, CancellationToken ct) => sessions.ItemAsync(sessionId, recordId, ct);

    public Task<IReadOnlyList<CallPoint>> CallsAsync(string id, CancellationToken ct) => sessions.CallsAsync(id, ct);

    public Task<Page<SearchHit>> SearchAsync(string query, SessionFilter filter, string? cursor, int limit, CancellationToken ct) => sessions.SearchAsync(query, filter, cursor, limit, ct);

    public Task<FilterChoices> ChoicesAsync(CancellationToken ct) => sessions.ChoicesAsync(ct);

    public Task<UsageReport> UsageAsync(UsageQuery query, CancellationToken ct) => usage.ReportAsync(query, ct);

    public Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken ct) => usage.CellsAsync(query, ct);

    public async Task<StatusInfo> StatusAsync(CancellationToken ct)
    {
        var database = await status.DatabaseAsync(ct);
        var skipped = await status.SkippedAsync(ct);
        return new StatusInfo
        {
            Version = program.Version,
            DataLocation = program.DataFolder,
            Database = database.Version,
            DatabaseBytes = database.Bytes,
            Prices = PriceTable.Shipped.Version,
            Uptime = time.GetUtcNow() - program.StartedAt,
            Import = Progress(),
            Agents = [.. (await status.AgentsAsync(ct)).Select(a => new AgentStatus
            {
                Agent = a.Agent,
                Transcripts = a.Transcripts,
                Sessions = a.Sessions,
                Records = a.Records,
                Skipped = [.. skipped.GetValueOrDefault(a.Agent, []).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => new SkippedLines(s.Key, s.Value))],
            })],
            Roots = [.. follower.Roots.Select(r => new WatchedRoot(r.Path, r.Agent, Directory.Exists(r.Path), r.Origin))],
            Unpriced = [.. (await status.UnpricedAsync(ct)).Select(m => new UnpricedModel(m.Model, m.Calls, m.Tokens))],
        };
    }

    private ImportProgress Progress()
    {
        var now = importer.Progress;
        return new ImportProgress
        {
            State = now.State switch
            {
                "accounting" => ImportState.Accounting,
                "indexing" => ImportState.Indexing,
                _ => follower.FirstImport.IsCompleted ? ImportState.Following : ImportState.Scanning,
            },
            FilesTotal = now.FilesTotal,
            FilesDone = now.FilesDone,
            BytesTotal = now.BytesTotal,
            BytesDone = now.BytesDone,
            BytesPerSecond = now.BytesPerSecond,
            SecondsLeft = now.SecondsLeft,
        };
    }
}
