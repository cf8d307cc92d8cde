namespace Pitwall.Sessions.Usage;

/// <summary>What a report needs to know of each call beyond time, agent, model and tokens: text is what costs time.</summary>
[Flags]
internal enum Detail
{
    None = 0,
    Session = 1,
    Project = 2,
    Activity = 4,
}

/// <summary>The query for the calls of a report.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record UsageStatement(string Sql, IReadOnlyList<(string Name, object Value)> Parameters)
{
    private const string Columns = "agent, model, at_ms, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, web_searches, cost_nanos";

    public static UsageStatement For(UsageQuery query, Detail detail)
    {
        var columns = Columns;
        if (detail.HasFlag(Detail.Session))
            columns += ", root_id";
        if (detail.HasFlag(Detail.Project))
            columns += ", project";
        if (detail.HasFlag(Detail.Activity))
            columns += ", activity";
        var statement = new UsageStatement($"select {columns} from model_calls where true", []);
        if (query.Since is { } since)
            statement = statement.And("at_ms >= @since", ("@since", LocalDays.EarliestMs(since)));
        if (query.Until is { } until)
            statement = statement.And("at_ms < @until", ("@until", LocalDays.LatestMs(until)));
        if (query.Agent is { Length: > 0 } agent)
            statement = statement.And("agent = @agent", ("@agent", agent.ToLowerInvariant()));
        return statement;
    }

    /// <summary>Columns that were not asked for have the place -1.</summary>
    public static (int Root, int Project, int Activity) Places(Detail detail)
    {
        var next = 11;
        var root = detail.HasFlag(Detail.Session) ? next++ : -1;
        var project = detail.HasFlag(Detail.Project) ? next++ : -1;
        var activity = detail.HasFlag(Detail.Activity) ? next : -1;
        return (root, project, activity);
    }

    /// <summary>The same for a range of rows; SQLite only.</summary>
    public UsageStatement OfRows(long first, long last) =>
        And("rowid between @first and @last", ("@first", first), ("@last", last));

    private UsageStatement And(string condition, params (string, object)[] parameters) =>
        new($"{Sql} and {condition}", [.. Parameters, .. parameters]);
}
