using Dapper;
using Pitwall.Core.Text;

namespace Pitwall.Sessions.Reading;

public sealed partial class SessionReader
{
    private const string SearchOrder = "search";

    /// <summary>
    /// Full-text search over prompts, answers, commands and errors, newest records first. Ranking by relevance would
    /// have to look at every match of a common word; newest first stops when the page is full.
    /// </summary>
    /// <param name="query">Words that must all be there, "phrases", -words that must not; the last word may be unfinished.</param>
    /// <param name="filter">Project, agent, model and branch of the session, time of the record.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before, or null.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="BadCursorException">The cursor is not of a search.</exception>
    public async Task<Page<SearchHit>> SearchAsync(string query, SessionFilter filter, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        limit = Math.Clamp(limit, 1, MaxLimit);
        var from = PageCursor.Decode(cursor, SearchOrder);
        var search = SearchQuery.Parse(query);
        if (search.IsEmpty) return new Page<SearchHit>([], null);

        var sqlite = database.Dialect.Name == "sqlite";
        var where = new SessionWhere(sqlite ? "search match @query" : $"r.search @@ ({search.ToPostgres()})");
        if (sqlite) where.Parameters.Add("query", search.ToFts5());
        else foreach (var (i, term) in search.Terms.Index()) where.Parameters.Add($"t{i}", SearchQuery.PostgresParameter(term));
        where.AddSession(filter);
        AddTime(where, "r.at_ms", filter);
        var id = sqlite ? "search.rowid" : "r.id";
        if (from is { } last)
        {
            where.Add($"{id} < @before");
            where.Parameters.Add("before", last.Key);
        }
        var table = sqlite ? "search join records r on r.id = search.rowid" : "records r";
        var sql = $"""
            select r.id as RecordId, r.session_id as SessionId, s.title, s.project, s.agent, r.kind, r.at_ms as AtMs, r.text
            from {table} join sessions s on s.id = r.session_id
            where {where.Sql} order by {id} desc limit {limit + 1}
            """;

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<SearchHit, string, SearchHit>(
            new CommandDefinition(sql, where.Parameters, cancellationToken: cancellationToken),
            (hit, text) => hit with { Title = SecretMask.Apply(hit.Title), Snippet = Snippet.Make(text, search) }, splitOn: "text")).AsList();
        return Cut(rows, limit, hit => new PageCursor(SearchOrder, hit.RecordId, "").Encode());
    }

    private static void AddTime(SessionWhere where, string column, SessionFilter filter)
    {
        if (filter.SinceMs is { } since)
        {
            where.Add($"{column} >= @since");
            where.Parameters.Add("since", since);
        }
        if (filter.UntilMs is { } until)
        {
            where.Add($"{column} < @until");
            where.Parameters.Add("until", until);
        }
    }
}
