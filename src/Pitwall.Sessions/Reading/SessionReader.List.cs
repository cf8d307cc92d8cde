using System.Data.Common;
using Dapper;
using Pitwall.Core.Text;

namespace Pitwall.Sessions.Reading;

public sealed partial class SessionReader
{
    // Every call belongs to one tree of sessions: sums per tree, for the orders that need them before a page can be cut.
    private const string TreeTotalsSql = """
        select root_id, cast(sum(total) as bigint) as tokens, cast(coalesce(sum(cost_nanos), 0) as bigint) as cost_nanos
        from model_calls group by root_id
        """;

    /// <summary>Top-level sessions in the filter's order.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before, or null.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="BadCursorException">The cursor is not of this order.</exception>
    public async Task<Page<SessionSummary>> ListAsync(SessionFilter filter, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        limit = Math.Clamp(limit, 1, MaxLimit);
        var order = OrderOf(filter.Sort);
        var from = PageCursor.Decode(cursor, order);
        var key = filter.Sort switch
        {
            SessionSort.Cost => "coalesce(t.cost_nanos, 0)",
            SessionSort.Tokens => "coalesce(t.tokens, 0)",
            SessionSort.Errors => "s.errors",
            SessionSort.Duration => "(s.ended_ms - s.started_ms)",
            _ => "s.ended_ms",
        };
        var totals = filter.Sort is SessionSort.Cost or SessionSort.Tokens ? $"left join ({TreeTotalsSql}) t on t.root_id = s.id" : "";
        var where = new SessionWhere("s.root_id = s.id");
        where.Add(filter);
        if (from is { } last) where.After(key, last.Key, last.Id);
        var sql = $"select {Columns}, {key} as SortKey from sessions s {totals} where {where.Sql} order by {key} desc, s.id desc limit {limit + 1}";

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<SessionSummary, long, (SessionSummary Session, long Key)>(
            new CommandDefinition(sql, where.Parameters, cancellationToken: cancellationToken), (session, sortKey) => (session, sortKey), splitOn: "SortKey")).AsList();
        var page = Cut(rows, limit, row => new PageCursor(order, row.Key, row.Session.Id).Encode());
        return new Page<SessionSummary>(await WithTotalsAsync(connection, [.. page.Items.Select(row => row.Session)], cancellationToken), page.Next);
    }

    private async Task<List<SessionSummary>> WithTotalsAsync(DbConnection connection, List<SessionSummary> sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0) return sessions;
        var parameters = new { ids = sessions.Select(s => s.Id).ToArray() };
        var totalsSql = $"""
            select root_id as Id, cast(sum(total) as bigint) as Tokens, cast(coalesce(sum(cost_nanos), 0) as bigint) as CostNanos,
                   count(*) filter (where cost_nanos is null) as UnpricedCalls
            from model_calls where {database.Dialect.In("root_id", "@ids")} group by root_id
            """;
        var subagentsSql = $"select root_id as Id, count(*) as Subagents from sessions where {database.Dialect.In("root_id", "@ids")} and root_id <> id group by root_id";
        var totals = (await connection.QueryAsync<TotalsRow>(new CommandDefinition(totalsSql, parameters, cancellationToken: cancellationToken))).ToDictionary(t => t.Id, StringComparer.Ordinal);
        var subagents = (await connection.QueryAsync<TotalsRow>(new CommandDefinition(subagentsSql, parameters, cancellationToken: cancellationToken))).ToDictionary(t => t.Id, t => t.Subagents, StringComparer.Ordinal);
        return [.. sessions.Select(session =>
        {
            var used = totals.GetValueOrDefault(session.Id) ?? new TotalsRow();
            return session with
            {
                // Titles are masked on the way in; what an older version let through must not be shown either.
                Title = SecretMask.Apply(session.Title),
                Tokens = used.Tokens,
                CostNanos = used.CostNanos,
                UnpricedCalls = used.UnpricedCalls,
                Subagents = subagents.GetValueOrDefault(session.Id),
            };
        })];
    }

    /// <summary>The named sessions with the tokens and costs of their whole trees; ids that are not there are left out.</summary>
    /// <param name="ids">At most <see cref="MaxLimit"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<IReadOnlyList<SessionSummary>> SumsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        if (ids.Count > MaxLimit) throw new ArgumentException($"At most {MaxLimit} sessions at once.", nameof(ids));
        if (ids.Count == 0) return [];
        await using var connection = await database.OpenAsync(cancellationToken);
        var sql = $"select {Columns} from sessions s where {database.Dialect.In("s.id", "@ids")}";
        var sessions = (await connection.QueryAsync<SessionSummary>(new CommandDefinition(sql, new { ids = ids.ToArray() }, cancellationToken: cancellationToken))).AsList();
        var roots = await WithTotalsAsync(connection, [.. sessions.Select(s => s.RootId).Distinct(StringComparer.Ordinal).Select(id => new SessionSummary { Id = id })], cancellationToken);
        var sums = roots.ToDictionary(r => r.Id, StringComparer.Ordinal);
        return [.. sessions.Select(s => s with
        {
            Title = SecretMask.Apply(s.Title),
            Tokens = sums[s.RootId].Tokens,
            CostNanos = sums[s.RootId].CostNanos,
            UnpricedCalls = sums[s.RootId].UnpricedCalls,
            Subagents = sums[s.RootId].Subagents,
        })];
    }

    /// <summary>The values that filters offer, most used first.</summary>
    public async Task<FilterChoices> ChoicesAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        async Task<List<string>> MostUsed(string column) => (await connection.QueryAsync<string>(new CommandDefinition(
            $"select {column} from sessions where root_id = id and {column} <> '' group by {column} order by count(*) desc, {column} limit {MaxChoices}",
            cancellationToken: cancellationToken))).AsList();
        var models = (await connection.QueryAsync<(string Models, long Sessions)>(new CommandDefinition(
            "select models, count(*) from sessions where models <> '' group by models", cancellationToken: cancellationToken)))
            .SelectMany(row => row.Models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(model => (Model: model, row.Sessions)))
            .GroupBy(row => row.Model, row => row.Sessions, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).Take(MaxChoices).ToList();
        return new FilterChoices(await MostUsed("project"), await MostUsed("agent"), models, await MostUsed("branch"));
    }

    private static string OrderOf(SessionSort sort) => sort switch
    {
        SessionSort.Cost => "cost",
        SessionSort.Tokens => "tokens",
        SessionSort.Errors => "errors",
        SessionSort.Duration => "duration",
        _ => "recent",
    };
}
