using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;
using Pitwall.Sessions.Transcripts.Tools;

namespace Pitwall.Sessions.Transcripts.Gemini;

/// <summary>
/// Indexes Gemini CLI chats. A line is the header, a message, or a <c>$set</c> of some members; a message may be
/// written again under its id with the tool calls it made since, so what was shown is remembered by id.
/// </summary>
internal sealed class GeminiIndexer : Indexer
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <param name="timeline">Where the finds go.</param>
    /// <param name="path">Path of the chat.</param>
    public GeminiIndexer(TimelineBuilder timeline, string path) : base(timeline)
    {
        foreach (var id in timeline.State.Own.Split('\n', StringSplitOptions.RemoveEmptyEntries)) _seen.Add(id);
        Fold.Agent = "gemini";
        if (Fold.Id.Length == 0) Identify(Path.GetFileNameWithoutExtension(path));
        if (Fold.Project.Length == 0) Fold.Project = GeminiPath.Project(path);
    }

    private SessionFold Fold => Timeline.Fold;

    /// <inheritdoc />
    public override void Save() => Timeline.State.Own = string.Join('\n', _seen);

    /// <inheritdoc />
    public override void Take(JsonElement record)
    {
        if (record.Str("sessionId") is { Length: > 0 } session)
        {
            Identify(session);
            if (Timestamps.Get(record, "startTime") is { } start) Fold.Touch(start);
            if (record.Str("summary") is { Length: > 0 } named) Fold.Name(Stored.Line(named, 200), 3);
            foreach (var message in record.Member("messages").Items()) Message(message);
            return;
        }
        if (record.Member("$set") is { ValueKind: JsonValueKind.Object } set)
        {
            if (set.Str("summary") is { Length: > 0 } summary) Fold.Name(Stored.Line(summary, 200), 3);
            foreach (var message in set.Member("messages").Items()) Message(message);
            return;
        }
        if (record.Str("type").Length > 0) Message(record);
        else if (record.ValueKind == JsonValueKind.Object && record.EnumerateObject().Any(m => m.Name.StartsWith('$'))) Skip("change");
        else Timeline.Add(RecordKind.Other, 0, Stored.Text(record.GetRawText(), 16_000), "unknown");
    }

    private void Identify(string session)
    {
        // A resumed chat writes its header again; the first id stays.
        if (Timeline.State.Next > 0 && Fold.Id.Length > 0) return;
        Fold.Id = Fold.RootId = session;
    }

    private void Message(JsonElement message)
    {
        var id = message.Str("id");
        var at = Timestamps.Get(message, "timestamp") ?? 0;
        var isNew = id.Length == 0 || _seen.Add(id);
        switch (message.Str("type"))
        {
            case "user" when isNew: User(message, id, at); break;
            case "gemini": Answer(message, id, at, isNew); break;
            case "error" when isNew:
                Timeline.Add(RecordKind.ApiError, at, Stored.Text(Text(message.Member("content")), 8_000), "error", id, searchable: true);
                Fold.ApiErrors++;
                break;
            case "info" or "warning" when isNew:
                Timeline.Add(RecordKind.Event, at, Stored.Text(Text(message.Member("content")), 8_000), message.Str("type"), id);
                break;
            case "user" or "error" or "info" or "warning": Skip("message written again"); break;
            default: if (isNew) Timeline.Add(RecordKind.Other, at, Stored.Text(message.GetRawText(), 16_000), message.Str("type"), id); break;
        }
    }

    private void User(JsonElement message, string id, long at)
    {
        var text = Text(message.Member("content"));
        if (text.Length == 0 || text.StartsWith("<session_context>", StringComparison.Ordinal)) { Skip("injected text"); return; }
        Timeline.Add(RecordKind.Prompt, at, Stored.Text(text, 256_000), "", id, searchable: true);
        Fold.Prompts++;
        Fold.Name(Stored.Line(text, 200), 1);
    }

    private void Answer(JsonElement message, string id, long at, bool isNew)
    {
        var model = Stored.Line(message.Str("model"), 120);
        var callKey = $"gemini|{Fold.Id}|{id}";
        if (isNew)
        {
            if (message.Member("tokens").ValueKind == JsonValueKind.Object) Timeline.Turn(callKey, model);
            foreach (var thought in message.Member("thoughts").Items())
                Timeline.Add(RecordKind.Thinking, at, Stored.Text(string.Join("\n\n", new[] { thought.Str("subject"), thought.Str("description"), thought.Str("summary") }.Where(t => t.Length > 0)), 64_000), "", id, model, callKey);
            if (Text(message.Member("content")) is { Length: > 0 } text)
                Timeline.Add(RecordKind.Answer, at, Stored.Text(text, 256_000), "", id, model, callKey, searchable: true);
        }
        foreach (var call in message.Member("toolCalls").Items()) Operation(call, id, at, model, callKey);
    }

    private void Operation(JsonElement call, string messageId, long at, string model, string callKey)
    {
        var id = call.Str("id");
        var args = call.Member("args");
        if (_seen.Add("call:" + id))
            Timeline.Begin(id, call.Str("name"), ToolTarget.Of(args), ToolTarget.Command(args), args.ValueKind == JsonValueKind.Undefined ? "" : args.GetRawText(), at, messageId, model, callKey);
        var status = call.Str("status");
        if (status is "" or "executing" or "scheduled" or "awaiting_approval" or "validating") return;
        if (!_seen.Add("done:" + id)) return;
        var ended = Timestamps.Get(call, "timestamp") ?? at;
        var diff = call.Member("resultDisplay").Member("diffStat");
        Timeline.End(id, ended, Result(call.Member("result")), new OperationOutcome
        {
            Status = status switch { "error" => "error", "cancelled" => "rejected", _ => "ok" },
            ErrorClass = status == "cancelled" ? "rejected" : "",
            LinesAdded = diff.Int("model_added_lines"),
            LinesRemoved = diff.Int("model_removed_lines"),
        });
    }

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.Text()
        : string.Join('\n', content.Items().Select(part => part.ValueKind == JsonValueKind.String ? part.Text() : part.Str("text")).Where(text => text.Length > 0));

    private static string Result(JsonElement result) => result.ValueKind == JsonValueKind.String ? result.Text()
        : string.Join('\n', result.Items().Select(part =>
        {
            var response = part.Member("functionResponse").Member("response");
            return response.Str("output") is { Length: > 0 } output ? output : response.Str("error") is { Length: > 0 } error ? error : part.Str("text");
        }).Where(text => text.Length > 0));
}
