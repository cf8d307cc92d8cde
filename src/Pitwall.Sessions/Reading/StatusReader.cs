using System.Text.Json;
using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Import;

namespace Pitwall.Sessions.Reading;

/// <summary>What the store holds, in totals: for the status page, the status command and the health answer.</summary>
public sealed class StatusReader(Database database)
{
    private const string AgentsSql = """
        select a.agent, cast(sum(a.transcripts) as bigint) as Transcripts, cast(sum(a.sessions) as bigint) as Sessions, cast(sum(a.records) as bigint) as Records
        from (
          select agent, count(*) as transcripts, 0 as sessions, 0 as records from transcripts where not missing group by agent
          union all
          select agent, 0, count(*), cast(sum(records) as bigint) from sessions group by agent
        ) a group by a.agent order by a.agent
        """;

    private const string UnpricedSql = """
        select model, count(*) as Calls, cast(sum(total) as bigint) as Tokens from model_calls
        where cost_nanos is null group by model order by 2 desc, 1 limit 100
        """;

    /// <summary>Transcripts, sessions and records by agent.</summary>
    public async Task<IReadOnlyList<AgentTotals>> AgentsAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<AgentTotals>(new CommandDefinition(AgentsSql, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Records that were passed over, by agent and reason.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, long>>> SkippedAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var states = await connection.QueryAsync<TranscriptState>(new CommandDefinition(
            "select agent as Agent, index_state as IndexState from transcripts where index_state <> ''", cancellationToken: cancellationToken));
        var sums = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var state in states)
        {
            if (!sums.TryGetValue(state.Agent, out var reasons)) sums[state.Agent] = reasons = new(StringComparer.Ordinal);
            foreach (var (reason, count) in JsonSerializer.Deserialize(state.IndexState, ImportJson.Default.TimelineState)!.Skipped)
                reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        }
        return sums;
    }

    /// <summary>Models without a known price, most calls first.</summary>
    public async Task<IReadOnlyList<UnpricedTotals>> UnpricedAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<UnpricedTotals>(new CommandDefinition(UnpricedSql, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Name and version of the database, and its size in bytes.</summary>
    public async Task<DatabaseFacts> DatabaseAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var sqlite = database.Dialect.Name == "sqlite";
        var size = sqlite
            ? "select page_count * page_size from pragma_page_count(), pragma_page_size()"
            : "select pg_database_size(current_database())";
        return new DatabaseFacts(
            $"{(sqlite ? "SQLite" : "PostgreSQL")} {connection.ServerVersion.Split(' ')[0]}",
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(size, cancellationToken: cancellationToken)));
    }
}

/// <summary>What the second pass over a transcript remembers.</summary>
internal sealed record TranscriptState
{
    /// <summary>Agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>JSON.</summary>
    public string IndexState { get; init; } = "";
}

/// <summary>What is stored of one agent.</summary>
public sealed record AgentTotals
{
    /// <summary><c>claude</c>, <c>codex</c>, <c>gemini</c>.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Transcripts whose file is there.</summary>
    public long Transcripts { get; init; }

    /// <summary>Sessions, sub-agents included.</summary>
    public long Sessions { get; init; }

    /// <summary>Records in timelines.</summary>
    public long Records { get; init; }
}

/// <summary>Calls of a model without a known price.</summary>
public sealed record UnpricedTotals
{
    /// <summary>Model; empty where the record names none.</summary>
    public string Model { get; init; } = "";

    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens.</summary>
    public long Tokens { get; init; }
}

/// <summary>The database: <c>SQLite 3.40.1</c>, and its size in bytes.</summary>
public sealed record DatabaseFacts(string Version, long Bytes);
