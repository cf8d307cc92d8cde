using Pitwall.Core.Prices;
using Pitwall.Core.Records;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Accounting;

/// <summary>Writes model calls: one row each, the better report winning by the order of <see cref="CallRules"/>.</summary>
internal static class CallStore
{
    private const string Conflict = """
        on conflict (call_key) do update set
          message_id = excluded.message_id, agent = excluded.agent, session_id = excluded.session_id, root_id = excluded.root_id,
          project = excluded.project, branch = excluded.branch, at_ms = excluded.at_ms, model = excluded.model,
          input = excluded.input, output = excluded.output, cache_read = excluded.cache_read, cache_write_5m = excluded.cache_write_5m,
          cache_write_1h = excluded.cache_write_1h, reasoning = excluded.reasoning, web_searches = excluded.web_searches,
          total = excluded.total, cost_nanos = excluded.cost_nanos, sidechain = excluded.sidechain
        where excluded.sidechain < model_calls.sidechain or (excluded.sidechain = model_calls.sidechain and
          (excluded.total > model_calls.total or (excluded.total = model_calls.total and
            (excluded.at_ms < model_calls.at_ms or (excluded.at_ms = model_calls.at_ms and excluded.session_id < model_calls.session_id)))))
        """;

    private static readonly Column[] s_columns =
    [
        new("call_key", ColumnType.Text), new("message_id", ColumnType.Text), new("agent", ColumnType.Text), new("session_id", ColumnType.Text),
        new("root_id", ColumnType.Text), new("project", ColumnType.Text), new("branch", ColumnType.Text), new("at_ms", ColumnType.Int64),
        new("model", ColumnType.Text), new("input", ColumnType.Int64), new("output", ColumnType.Int64), new("cache_read", ColumnType.Int64),
        new("cache_write_5m", ColumnType.Int64), new("cache_write_1h", ColumnType.Int64), new("reasoning", ColumnType.Int64),
        new("web_searches", ColumnType.Int64), new("total", ColumnType.Int64), new("cost_nanos", ColumnType.Int64), new("sidechain", ColumnType.Boolean),
    ];

    // What an aside replays from the main chain: the same message at the same time under another request.
    private const string DropReplays = """
        delete from model_calls where sidechain and message_id <> '' and exists (
          select 1 from model_calls other
          where other.message_id = model_calls.message_id and other.call_key <> model_calls.call_key and other.at_ms = model_calls.at_ms
            and (not other.sidechain or other.call_key < model_calls.call_key))
        """;

    /// <summary>Writes calls that are distinct by key.</summary>
    public static void Save(WriteSession session, IReadOnlyCollection<ModelCall> calls)
    {
        if (calls.Count == 0) return;
        var insert = new BulkInsert("model_calls", s_columns, Conflict);
        foreach (var call in calls)
        {
            var usage = call.Usage;
            insert.Add(call.Key, CallRules.MessageId(call.Key), call.Agent, call.SessionId, call.RootId, call.Project, call.Branch, call.AtMs, call.Model,
                usage.Input, usage.Output, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Reasoning, usage.WebSearches, usage.Total,
                call.CostNanos, call.Sidechain);
        }
        session.Insert(insert);
        var messages = calls.Select(c => CallRules.MessageId(c.Key)).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (messages.Count > 500) session.ForEach(DropReplays, [], [[]]);
        else session.ForEach(DropReplays + " and message_id = @p0", [ColumnType.Text], [.. messages.Select(id => new object?[] { id })]);
    }

    /// <summary>Gives a call its price and ids the store can index.</summary>
    public static ModelCall Finish(ModelCall call) => call with
    {
        Key = Ids.Bounded(call.Key),
        SessionId = Ids.Bounded(call.SessionId),
        RootId = Ids.Bounded(call.RootId),
        Model = call.Model.Length > 120 ? call.Model[..120] : call.Model,
        Project = call.Project.Length > 500 ? call.Project[..500] : call.Project,
        Branch = call.Branch.Length > 300 ? call.Branch[..300] : call.Branch,
        CostNanos = Cost(call),
    };

    /// <summary>Nano-dollars; null where the model has no known price.</summary>
    public static long? Cost(ModelCall call) => call.Model == WebSearchModel
        ? call.Usage.WebSearches * NanosPerSearch
        : PriceTable.Shipped.CostNanos(call.Model, call.AtMs, call.Usage);

    /// <summary>Stands for the side call of a WebSearch operation, of which only the number of searches is known.</summary>
    public const string WebSearchModel = "web_search";

    /// <summary>$10 per 1,000 searches, Anthropic's price list.</summary>
    private const long NanosPerSearch = 10_000_000;
}
