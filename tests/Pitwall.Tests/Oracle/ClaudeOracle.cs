using System.Text.Json;

namespace Pitwall.Tests.Oracle;

/// <summary>
/// Counts Claude Code transcripts by the rules of the trade, in the simplest way that can be checked by reading:
/// every record with usage is a report of a call; reports of one call are put together; one of them counts.
/// </summary>
internal static class ClaudeOracle
{
    public static List<OracleCall> Read(string root, IEnumerable<string> files)
    {
        var reports = new List<OracleCall>();
        var searches = new Dictionary<string, (string Record, long Count)>(StringComparer.Ordinal);
        var callOfRecord = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var record in JsonValues.OfLines(file))
            {
                TakeReport(Path.GetRelativePath(root, file), record, reports, callOfRecord);
                TakeSearches(record, searches);
            }
        }

        var calls = JoinAsides(reports).Select(Winner).ToList();
        return calls.Select(c => WithSearches(c, searches, callOfRecord)).ToList();
    }

    private static void TakeReport(string file, JsonElement record, List<OracleCall> reports, Dictionary<string, string> callOfRecord)
    {
        if (record.At("message", "usage") is not { ValueKind: JsonValueKind.Object } usage || record.Time() is not { } at)
            return;
        var message = record.Text("message", "id");
        var request = record.Text("requestId");
        var model = record.Text("message", "model");
        var session = SessionOf(file, record);
        // Without a request id the message id alone tells, when the provider gave it; else it only counts within its
        // session and moment. Without any id a report stands for itself.
        var key = message.Length == 0 ? $"{file}#{reports.Count}"
            : request.Length > 0 ? $"{message}|{request}"
            : message.StartsWith("msg_", StringComparison.Ordinal) ? message
            : $"{message}|{record.Text("sessionId")}|{at}";
        if (record.Text("uuid") is { Length: > 0 } uuid)
            callOfRecord[uuid] = key;
        var call = Call(file, session, key, at, model, usage) with { Sidechain = record.Is("isSidechain") };
        // A locally made message says <synthetic> and used nothing.
        if (model == "<synthetic>" && call.Total == 0)
            return;
        reports.Add(call);
        var number = 0;
        foreach (var inner in usage.Items("iterations").Where(i => i.Text("type") == "advisor_message"))
            reports.Add(Call(file, session, $"{key}|advisor|{number++}", at, inner.Text("model"), inner) with { Sidechain = call.Sidechain });
    }

    private static OracleCall Call(string file, string session, string key, long at, string model, JsonElement usage)
    {
        var writes = usage.Number("cache_creation_input_tokens");
        var oneHour = usage.Number("cache_creation", "ephemeral_1h_input_tokens");
        var fiveMinutes = usage.Number("cache_creation", "ephemeral_5m_input_tokens");
        // The total is what was written; the split says how much of it for an hour. A rest without a lifetime is 5 minutes.
        if (writes == 0)
            writes = oneHour + fiveMinutes;
        oneHour = Math.Min(oneHour, writes);
        return new OracleCall
        {
            Agent = "claude",
            Key = key,
            File = file,
            Session = session,
            AtMs = at,
            Model = (model == "<synthetic>" ? "" : model) + (usage.Text("speed") == "fast" ? "-fast" : ""),
            Input = usage.Number("input_tokens"),
            Output = usage.Number("output_tokens"),
            CacheRead = usage.Number("cache_read_input_tokens"),
            CacheWrite5m = writes - oneHour,
            CacheWrite1h = oneHour,
            WebSearches = usage.Number("server_tool_use", "web_search_requests"),
        };
    }

    // projects/<slug>/<session>.jsonl, projects/<slug>/<session>/subagents/**/agent-*.jsonl, or the old
    // projects/<slug>/agent-*.jsonl, whose records name the session.
    private static string SessionOf(string file, JsonElement record)
    {
        var parts = file.Split('/', '\\');
        var subagents = Array.IndexOf(parts, "subagents");
        if (subagents > 0)
            return parts[subagents - 1];
        var name = Path.GetFileNameWithoutExtension(file);
        return name.StartsWith("agent-", StringComparison.Ordinal) && record.Text("sessionId") is { Length: > 0 } session ? session : name;
    }

    // A search made by the program itself is told by the tool's result only: once per tool call, whatever the copies.
    private static void TakeSearches(JsonElement record, Dictionary<string, (string Record, long Count)> searches)
    {
        if (record.Number("toolUseResult", "searchCount") is > 0 and var count)
        {
            foreach (var block in record.Items("message", "content").Where(b => b.Text("type") == "tool_result"))
                searches[block.Text("tool_use_id")] = (record.Text("sourceToolAssistantUUID") is { Length: > 0 } source ? source : record.Text("parentUuid"), count);
        }
    }

    private static OracleCall WithSearches(OracleCall call, Dictionary<string, (string Record, long Count)> searches, Dictionary<string, string> callOfRecord)
    {
        var told = searches.Values.Where(s => callOfRecord.GetValueOrDefault(s.Record) == call.Key).Sum(s => s.Count);
        return told > call.WebSearches ? call with { WebSearches = told } : call;
    }

    /// <summary>
    /// Reports by call. An aside (/btw) replays the main chain's message under a request id of its own: reports of one
    /// message at one moment, one of them on a side chain, are of one call.
    /// </summary>
    private static IEnumerable<IEnumerable<OracleCall>> JoinAsides(List<OracleCall> reports)
    {
        var sameAs = new Dictionary<string, string>(StringComparer.Ordinal);
        string Root(string key) => sameAs.TryGetValue(key, out var next) && next != key ? Root(next) : key;
        foreach (var moment in reports.Where(r => IsMessageKey(r.Key)).GroupBy(r => (r.Key.Split('|')[0], r.AtMs)))
        {
            if (!moment.Any(r => r.Sidechain))
                continue;
            foreach (var key in moment.Select(r => r.Key).Distinct(StringComparer.Ordinal))
            {
                var (a, b) = (Root(key), Root(moment.First().Key));
                if (a != b)
                    sameAs[a] = b;
            }
        }

        return reports.GroupBy(r => Root(r.Key), StringComparer.Ordinal);
    }

    private static bool IsMessageKey(string key) => key.StartsWith("msg_", StringComparison.Ordinal) && key.Count(c => c == '|') == 1;

    /// <summary>The main chain before a side chain, then the larger usage, the earlier moment, the smaller session.</summary>
    private static OracleCall Winner(IEnumerable<OracleCall> reports) => reports
        .OrderBy(r => r.Sidechain)
        .ThenByDescending(r => r.Total)
        .ThenBy(r => r.AtMs)
        .ThenBy(r => r.Session, StringComparer.Ordinal)
        .First();
}
