using Pitwall.Core.Records;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Usage reports from the store. Rows are read plainly and added up here: a database would sort all of them by text
/// before it could group them, which takes longer than everything below.
/// </summary>
public sealed class UsageService(Database database, TimeProvider time) : IUsageSource
{
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

    private async Task<List<UsageCell>> ReadAsync(UsageQuery query, Detail detail, CancellationToken cancellationToken)
    {
        var (sql, parameters) = Sql(query, detail);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await CallRows.ReadAsync(connection, sql, parameters, cancellationToken);
        // Columns that were not asked for have the place -1; the order is that of Sql.
        var next = 11;
        var root = detail.HasFlag(Detail.Session) ? next++ : -1;
        var project = detail.HasFlag(Detail.Project) ? next++ : -1;
        var activity = detail.HasFlag(Detail.Activity) ? next : -1;
        var everyCall = detail.HasFlag(Detail.Call);
        var calls = new List<UsageCell>();
        var folder = new CellFolder();
        while (await rows.NextAsync(cancellationToken))
        {
            var series = new CellSeries(
                rows.Text(0),
                rows.Text(1),
                root < 0 ? "" : rows.Text(root),
                project < 0 ? "" : rows.Text(project),
                activity < 0 ? "" : rows.Text(activity));
            var usage = new TokenUsage
            {
                Input = rows.Int64(3),
                Output = rows.Int64(4),
                CacheRead = rows.Int64(5),
                CacheWrite5m = rows.Int64(6),
                CacheWrite1h = rows.Int64(7),
                Reasoning = rows.Int64(8),
                WebSearches = rows.Int64(9),
            };
            long? costNanos = rows.IsNull(10) ? null : rows.Int64(10);
            if (everyCall)
                calls.Add(CellFolder.CellOf(series, rows.Int64(2), usage, costNanos));
            else
                folder.Add(series, rows.Int64(2), usage, costNanos);
        }

        return everyCall ? calls : folder.Cells();
    }

    private static (string Sql, List<(string Name, object Value)> Parameters) Sql(UsageQuery query, Detail detail)
    {
        var columns = "agent, model, at_ms, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, web_searches, cost_nanos";
        if (detail.HasFlag(Detail.Session))
            columns += ", root_id";
        if (detail.HasFlag(Detail.Project))
            columns += ", project";
        if (detail.HasFlag(Detail.Activity))
            columns += ", activity";
        var conditions = new List<string>();
        var parameters = new List<(string, object)>();
        if (query.Since is { } since)
            Add("at_ms >= @since", "@since", LocalDays.EarliestMs(since));
        if (query.Until is { } until)
            Add("at_ms < @until", "@until", LocalDays.LatestMs(until));
        if (query.Agent is { Length: > 0 } agent)
            Add("agent = @agent", "@agent", agent.ToLowerInvariant());
        return ($"select {columns} from model_calls" + (conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions)), parameters);

        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            parameters.Add((name, value));
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
