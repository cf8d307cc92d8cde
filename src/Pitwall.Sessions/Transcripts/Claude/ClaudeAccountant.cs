using System.Text.Json;
using Pitwall.Core.Records;

namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>
/// Finds model calls in Claude Code transcripts. One answer is written as several lines that repeat its usage, so a
/// call is known by (message id, request id) and the largest usage counts; that choice is made by
/// <see cref="Accounting.CallRules"/>. The record of a call reads, shortened:
/// <c>{"type":"assistant","sessionId":…,"requestId":…,"message":{"id":…,"model":…,"usage":{…}}}</c>.
/// </summary>
internal sealed class ClaudeAccountant(string path, string state) : Accountant
{
    private const string Synthetic = "<synthetic>";
    private readonly ClaudePath _path = ClaudePath.Of(path);
    private string _recorded = state;
    private string _project = "";
    private string _branch = "";

    /// <inheritdoc />
    public override string SessionId => _path.SessionId(_recorded);

    /// <inheritdoc />
    public override bool Wants(ReadOnlySpan<byte> line) =>
        (_path.IsSubagent && _recorded.Length == 0) || line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("\"searchCount\""u8) >= 0;

    /// <inheritdoc />
    public override string SaveState() => _recorded;

    /// <inheritdoc />
    public override void Take(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 128 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) Record(ref reader);
            else reader.Skip();
        }
    }

    private void Record(ref Utf8JsonReader reader)
    {
        var call = new UsageLine();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8)) call.ReadMessage(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8)) call.AtMs = JsonScan.Time(ref reader);
            else if (reader.ValueTextEquals("requestId"u8)) call.RequestId = JsonScan.Text(ref reader);
            else if (reader.ValueTextEquals("sessionId"u8)) call.RecordedSession = JsonScan.Text(ref reader);
            else if (reader.ValueTextEquals("type"u8)) call.IsAssistant = JsonScan.TextEquals(ref reader, "assistant"u8);
            else if (reader.ValueTextEquals("isSidechain"u8)) call.Sidechain = JsonScan.Flag(ref reader);
            else if (reader.ValueTextEquals("cwd"u8)) call.Project = JsonScan.Text(ref reader, _project);
            else if (reader.ValueTextEquals("gitBranch"u8)) call.Branch = JsonScan.Text(ref reader, _branch);
            else if (reader.ValueTextEquals("uuid"u8)) call.Uuid = JsonScan.Text(ref reader);
            else if (reader.ValueTextEquals("toolUseResult"u8)) call.ReadToolResult(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
        if (call.RecordedSession is { Length: > 0 } session && _recorded.Length == 0) _recorded = session;
        _project = call.Project ?? _project;
        _branch = call.Branch ?? _branch;
        if (call.Searches > 0) AddSearch(call);
        if (call.IsAssistant && call.HasUsage) Add(call);
    }

    private void Add(UsageLine line)
    {
        if (line.AtMs is not { } at) { Skip("usage without a timestamp"); return; }
        if (line.MessageId is "" || line.RequestId is "" || line.Model is "" || line.RecordedSession is "") { Skip("usage with an empty id"); return; }
        var synthetic = line.Model == Synthetic;
        if (synthetic && line.Usage.Total == 0) return; // made by the program itself: no model was asked

        var key = Key(line, at);
        var model = synthetic ? "" : line.Model ?? "";
        Calls.Add(Call(line, key, at, line.Fast && model.Length > 0 ? model + "-fast" : model, line.Usage));
        if (line.Advisors is null) return;
        for (var i = 0; i < line.Advisors.Count; i++)
            Calls.Add(Call(line, $"{key}|advisor{i}", at, line.Advisors[i].Model, line.Advisors[i].Usage));
    }

    // The search runs in a call of its own whose tokens no transcript holds; its fee is known from the count alone.
    private void AddSearch(UsageLine line)
    {
        if (line.AtMs is { } at && line.Uuid is { Length: > 0 } uuid)
            Calls.Add(Call(line, $"search|{uuid}", at, Accounting.CallStore.WebSearchModel, new TokenUsage { WebSearches = line.Searches }));
    }

    private ModelCall Call(UsageLine line, string key, long at, string model, in TokenUsage usage)
    {
        var parent = _path.Parent(_recorded);
        return new ModelCall
        {
            Key = key,
            Agent = "claude",
            SessionId = SessionId,
            RootId = parent.Length > 0 ? parent : SessionId,
            Project = _project,
            Branch = _branch,
            AtMs = at,
            Model = model,
            Usage = usage,
            Sidechain = line.Sidechain,
        };
    }

    private string Key(UsageLine line, long at)
    {
        if (line.MessageId is not { } message) return line.Uuid is { } uuid ? "uuid|" + uuid : $"{SessionId}|{at}|{line.Usage.Total}";
        if (line.RequestId is { } request) return message + "|" + request;
        // Ids of the API are unique in the world; ids that others make up are only unique where and when they were made.
        return message.StartsWith("msg_", StringComparison.Ordinal) ? message + "|" : $"{message}|{SessionId}|{at}";
    }
}
