using Dapper;
using Pitwall.Core.Prices;
using Pitwall.Core.Records;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Accounting;

/// <summary>Works out stored costs anew when the shipped price table is another than the one they were made with.</summary>
internal static class Repricing
{
    private sealed record Row
    {
        public string CallKey { get; init; } = "";
        public string Model { get; init; } = "";
        public long AtMs { get; init; }
        public long Input { get; init; }
        public long Output { get; init; }
        public long CacheRead { get; init; }
        public long CacheWrite5m { get; init; }
        public long CacheWrite1h { get; init; }
        public long Reasoning { get; init; }
        public long WebSearches { get; init; }
        public long? CostNanos { get; init; }
    }

    /// <summary>Brings all costs up to the shipped table. Gives the number of calls whose cost changed.</summary>
    public static Task<int> RunAsync(Database database, CancellationToken cancellationToken) => database.WriteAsync(WriteLane.Bulk, session =>
    {
        var version = session.Connection.ExecuteScalar<string?>("select version from pricing where id = 1", transaction: session.Transaction);
        if (version == PriceTable.Shipped.Version) return 0;
        var changes = new List<object?[]>();
        var rows = version is null && session.Connection.ExecuteScalar<long>("select count(*) from model_calls", transaction: session.Transaction) == 0 ? [] : session.Connection.Query<Row>("""
            select call_key as CallKey, model as Model, at_ms as AtMs, input as Input, output as Output, cache_read as CacheRead, cache_write_5m as CacheWrite5m,
              cache_write_1h as CacheWrite1h, reasoning as Reasoning, web_searches as WebSearches, cost_nanos as CostNanos from model_calls
            """, transaction: session.Transaction);
        foreach (var row in rows)
        {
            var cost = CallStore.Cost(new ModelCall
            {
                Key = row.CallKey, Agent = "", SessionId = "", RootId = "", AtMs = row.AtMs, Model = row.Model,
                Usage = new TokenUsage
                {
                    Input = row.Input, Output = row.Output, CacheRead = row.CacheRead, CacheWrite5m = row.CacheWrite5m, CacheWrite1h = row.CacheWrite1h,
                    Reasoning = row.Reasoning, WebSearches = row.WebSearches,
                },
            });
            if (cost != row.CostNanos) changes.Add([cost, row.CallKey]);
        }
        session.ForEach("update model_calls set cost_nanos = @p0 where call_key = @p1", [ColumnType.Int64, ColumnType.Text], changes);
        session.Connection.Execute("insert into pricing (id, version) values (1, @version) on conflict (id) do update set version = excluded.version",
            new { version = PriceTable.Shipped.Version }, session.Transaction);
        return changes.Count;
    }, cancellationToken);
}
