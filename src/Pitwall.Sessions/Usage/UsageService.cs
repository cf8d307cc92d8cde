using System.Data.Common;
using Pitwall.Core.Records;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Usage reports from the store. Rows are read plainly and added up here: a database would sort all of them by text
/// before it could group them, which takes twice as long as everything below.
/// </summary>
public sealed class UsageService(Database database, TimeProvider time) : IUsageSource
{
    private const string Columns = "agent, model, at_ms, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, web_searches, cost_nanos";

    /// <inheritdoc />
    public async Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var detail = query.Period switch
        {
            UsagePeriod.Session => Detail.Session | Detail.Project,
            UsagePeriod.Blocks => Detail.Call,
            _ => Detail.None,
        };
        if (query.Project is { Length: > 0 })
            detail |= Detail.Project;
        return UsageReports.Build(await ReadAsync(query, detail, cancellationToken), query, time.GetUtcNow());
    }

    /// <summary>
    /// The calls that the query covers, added up per quarter hour, agent, session, project, model and activity: what
    /// any table or chart of usage can be folded from. The query's period does not matter.
    /// </summary>
    public async Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cells = await ReadAsync(query, Detail.Session | Detail.Project | Detail.Activity, cancellationToken);
        return UsageReports.Within(cells, query);
    }

    private async Task<IReadOnlyList<UsageCell>> ReadAsync(UsageQuery query, Detail detail, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql(command, query, detail);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        // Where a column is not asked for, its place is -1. The order of the columns is that of Sql.
        var next = 11;
        var root = detail.HasFlag(Detail.Session) ? next++ : -1;
        var project = detail.HasFlag(Detail.Project) ? next++ : -1;
        var activity = detail.HasFlag(Detail.Activity) ? next : -1;
        var everyCall = detail.HasFlag(Detail.Call);
        var calls = new List<UsageCell>();
        var folder = new CellFolder();
        while (await reader.ReadAsync(cancellationToken))
        {
            var series = new CellSeries(reader.GetString(0), reader.GetString(1), Text(reader, root), Text(reader, project), Text(reader, activity));
            var usage = new TokenUsage
            {
                Input = reader.GetInt64(3),
                Output = reader.GetInt64(4),
                CacheRead = reader.GetInt64(5),
                CacheWrite5m = reader.GetInt64(6),
                CacheWrite1h = reader.GetInt64(7),
                Reasoning = reader.GetInt64(8),
                WebSearches = reader.GetInt64(9),
            };
            long? costNanos = reader.IsDBNull(10) ? null : reader.GetInt64(10);
            if (everyCall)
                calls.Add(CellFolder.CellOf(series, reader.GetInt64(2), usage, costNanos));
            else
                folder.Add(series, reader.GetInt64(2), usage, costNanos);
        }

        return everyCall ? calls : folder.Cells();
    }

    private static string Text(DbDataReader reader, int place) => place < 0 ? "" : reader.GetString(place);

    private static string Sql(DbCommand command, UsageQuery query, Detail detail)
    {
        var columns = Columns;
        if (detail.HasFlag(Detail.Session))
            columns += ", root_id";
        if (detail.HasFlag(Detail.Project))
            columns += ", project";
        if (detail.HasFlag(Detail.Activity))
            columns += ", activity";
        var conditions = new List<string>();
        if (query.Since is { } since)
            Condition("at_ms >= @since", "@since", LocalDays.EarliestMs(since));
        if (query.Until is { } until)
            Condition("at_ms < @until", "@until", LocalDays.LatestMs(until));
        if (query.Agent is { Length: > 0 } agent)
            Condition("agent = @agent", "@agent", agent.ToLowerInvariant());
        return $"select {columns} from model_calls" + (conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions));

        void Condition(string text, string name, object value)
        {
            conditions.Add(text);
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>What a report needs to know of each call beyond time, agent, model and tokens: text is what costs time.</summary>
    [Flags]
    private enum Detail
    {
        None = 0,
        Session = 1,
        Project = 2,
        Activity = 4,
        Call = 8,
    }
}
