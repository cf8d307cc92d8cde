using System.Data.Common;
using System.Globalization;
using Dapper;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Reading;

/// <summary>
/// Reads sessions, their timelines and their model calls. Tokens and costs are summed from the model calls when they are
/// asked for, so that a list, a page and a usage report cannot disagree. Nothing here writes.
/// </summary>
public sealed partial class SessionReader(Database database)
{
    /// <summary>Most rows one page may have.</summary>
    public const int MaxLimit = 500;

    /// <summary>Values a filter offers at most, per kind.</summary>
    private const int MaxChoices = 200;

    private const string Columns = """
        s.id, s.root_id as RootId, s.parent_id as ParentId, s.agent, s.subagent, s.title, s.project, s.branch, s.models, s.version,
        s.entrypoint, s.started_ms as StartedMs, s.ended_ms as EndedMs, s.prompts, s.turns, s.operations, s.errors, s.compactions,
        s.api_errors as ApiErrors, s.limits_hit as LimitsHit, s.lines_added as LinesAdded, s.lines_removed as LinesRemoved, s.records
        """;

    private const string GetSql = $"select {Columns} from sessions s where s.id = @id";

    /// <summary>One session or sub-agent session; null where there is none of this id.</summary>
    public async Task<SessionSummary?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        id = AskedText.Clean(id);
        await using var connection = await database.OpenAsync(cancellationToken);
        var session = await connection.QuerySingleOrDefaultAsync<SessionSummary>(new CommandDefinition(GetSql, new { id }, cancellationToken: cancellationToken));
        if (session is null) return null;
        if (session.RootId == session.Id) return (await WithTotalsAsync(connection, [session], cancellationToken))[0];
        var family = await FamilyAsync(connection, session.RootId, cancellationToken);
        return family.FirstOrDefault(s => s.Id == id) ?? session;
    }

    /// <summary>All sub-agent sessions below a top-level session, oldest first; each with what the ones below it used.</summary>
    public async Task<IReadOnlyList<SessionSummary>> ChildrenAsync(string rootId, CancellationToken cancellationToken = default)
    {
        rootId = AskedText.Clean(rootId);
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. (await FamilyAsync(connection, rootId, cancellationToken)).Where(s => s.Id != rootId)];
    }

    private const string FamilySql = $"select {Columns} from sessions s where s.root_id = @rootId order by s.started_ms, s.id";

    private const string OwnTotalsSql = """
        select session_id as Id, cast(sum(total) as bigint) as Tokens, cast(coalesce(sum(cost_nanos), 0) as bigint) as CostNanos,
               count(*) filter (where cost_nanos is null) as UnpricedCalls
        from model_calls where root_id = @rootId group by session_id
        """;

    private static async Task<List<SessionSummary>> FamilyAsync(DbConnection connection, string rootId, CancellationToken cancellationToken)
    {
        var sessions = (await connection.QueryAsync<SessionSummary>(new CommandDefinition(FamilySql, new { rootId }, cancellationToken: cancellationToken))).AsList();
        var own = (await connection.QueryAsync<TotalsRow>(new CommandDefinition(OwnTotalsSql, new { rootId }, cancellationToken: cancellationToken)))
            .ToDictionary(t => t.Id, StringComparer.Ordinal);
        return SessionTree.RollUp(sessions, own);
    }

    private const string ItemColumns = """
        r.id, r.session_id as SessionId, r.kind, r.at_ms as AtMs, r.model, r.call_key as CallKey, r.label, r.text,
        o.id, o.tool_use_id as ToolUseId, o.tool, o.activity, o.target, o.input, o.result, o.result_bytes as ResultBytes, o.status,
        o.error_class as ErrorClass, o.started_ms as StartedMs, o.duration_ms as DurationMs, o.lines_added as LinesAdded,
        o.lines_removed as LinesRemoved, o.child_id as ChildId
        from records r left join operations o on o.id = r.id
        """;

    private const string TimelineSql = $"select {ItemColumns} where r.session_id = @id and r.id > @after order by r.id limit @rows";

    private const string TimelineBackSql = $"select {ItemColumns} where r.session_id = @id and r.id < @before order by r.id desc limit @rows";

    private const string ItemSql = $"select {ItemColumns} where r.session_id = @id and r.id = @recordId";

    /// <summary>The timeline of one session, sub-agents not included, in order.</summary>
    /// <param name="id">Session id.</param>
    /// <param name="cursor">Id of the last item that was seen, in decimal; null from the start.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="BadCursorException">The cursor is not a number.</exception>
    public async Task<Page<TimelineItem>> TimelineAsync(string id, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        id = AskedText.Clean(id);
        long after = -1;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new BadCursorException();
        limit = Math.Clamp(limit, 1, MaxLimit);
        var items = await ItemsAsync(TimelineSql, new { id, after, rows = limit + 1 }, cancellationToken);
        return Cut(items, limit, last => last.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The items just before one, oldest first; <see cref="Page{T}.Next"/> is set where there are earlier ones.</summary>
    public async Task<Page<TimelineItem>> TimelineBackAsync(string id, long before, int limit, CancellationToken cancellationToken = default)
    {
        id = AskedText.Clean(id);
        limit = Math.Clamp(limit, 1, MaxLimit);
        var items = await ItemsAsync(TimelineBackSql, new { id, before, rows = limit + 1 }, cancellationToken);
        var page = Cut(items, limit, last => last.Id.ToString(CultureInfo.InvariantCulture));
        return page with { Items = [.. page.Items.Reverse()] };
    }

    /// <summary>One item of a timeline; null where there is none.</summary>
    public async Task<TimelineItem?> ItemAsync(string sessionId, long recordId, CancellationToken cancellationToken = default) =>
        (await ItemsAsync(ItemSql, new { id = AskedText.Clean(sessionId), recordId }, cancellationToken)).FirstOrDefault();

    private async Task<List<TimelineItem>> ItemsAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<TimelineItem, Operation?, TimelineItem>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken),
            (item, operation) => operation is null ? item : item with { Operation = operation })).AsList();
    }

    private const string CallsSql = """
        select at_ms as AtMs, session_id as SessionId, model, input, output, cache_read as CacheRead,
               cache_write_5m + cache_write_1h as CacheWrite, cost_nanos as CostNanos
        from model_calls where root_id = @root order by at_ms, call_key
        """;

    /// <summary>The model calls of a session and of all sub-agents below it, by time.</summary>
    public async Task<IReadOnlyList<CallPoint>> CallsAsync(string id, CancellationToken cancellationToken = default)
    {
        id = AskedText.Clean(id);
        await using var connection = await database.OpenAsync(cancellationToken);
        var root = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition("select root_id from sessions where id = @id", new { id }, cancellationToken: cancellationToken)) ?? id;
        var calls = (await connection.QueryAsync<CallPoint>(new CommandDefinition(CallsSql, new { root }, cancellationToken: cancellationToken))).AsList();
        if (root == id) return calls;
        var sessions = (await connection.QueryAsync<SessionSummary>(new CommandDefinition(FamilySql, new { rootId = root }, cancellationToken: cancellationToken))).AsList();
        var below = SessionTree.Below(sessions, id);
        return [.. calls.Where(call => below.Contains(call.SessionId))];
    }

    private static Page<T> Cut<T>(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count <= limit ? new Page<T>(rows, null) : new Page<T>(rows.GetRange(0, limit), cursor(rows[limit - 1]));
}

/// <summary>What the calls of one session, or of one tree of sessions, add up to.</summary>
internal sealed record TotalsRow
{
    public string Id { get; init; } = "";
    public long Tokens { get; init; }
    public long CostNanos { get; init; }
    public long UnpricedCalls { get; init; }
    public long Subagents { get; init; }
}
