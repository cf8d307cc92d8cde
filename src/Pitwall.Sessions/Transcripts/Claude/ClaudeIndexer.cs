using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;
using Pitwall.Sessions.Transcripts.Tools;

namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>Indexes Claude Code transcripts, versions 1.0.17 to 2.1.328. Types it has never heard of are kept as such.</summary>
internal sealed class ClaudeIndexer : Indexer
{
    // Bookkeeping of the program: nothing a person would read.
    private static readonly HashSet<string> s_bookkeeping = new(StringComparer.Ordinal)
    {
        "progress", "file-history-snapshot", "file-history-delta", "queue-operation", "last-prompt", "mode", "permission-mode", "atis-latch", "api-request", "api-request-blob",
        "api-request-shape", "cost-state", "tools-used", "tag", "agent-name", "agent-color", "session-tags", "started", "result", "frame-link", "content-replacement",
    };

    private readonly ClaudePath _path;
    private readonly IReadOnlySet<string> _elsewhere;
    private readonly ClaudeOperations _operations;

    /// <param name="timeline">Where the finds go.</param>
    /// <param name="path">Path of the transcript.</param>
    /// <param name="elsewhere">Record uuids that another transcript of the same session holds already.</param>
    public ClaudeIndexer(TimelineBuilder timeline, string path, IReadOnlySet<string> elsewhere) : base(timeline)
    {
        _path = ClaudePath.Of(path);
        _elsewhere = elsewhere;
        _operations = new ClaudeOperations(timeline);
        Fold.Agent = "claude";
        Identify(timeline.State.Own);
    }

    private SessionFold Fold => Timeline.Fold;

    /// <inheritdoc />
    public override bool PassesOver(ReadOnlySpan<byte> line)
    {
        // A tenth of all bytes are progress notes with whole messages inside. Only a mark before any nested value is the
        // record's own type, and only a line of one value may be passed over whole.
        var mark = line[..Math.Min(line.Length, 600)].IndexOf("\"type\":\"progress\",\"data\":{"u8);
        if (mark < 0 || line[1..mark].IndexOfAny((byte)'{', (byte)'[') >= 0 || line.IndexOf("}{"u8) >= 0 || Timeline.State.Own.Length == 0) return false;
        Skip("progress");
        return true;
    }

    /// <inheritdoc />
    public override void Take(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object) { Skip("not an object"); return; }
        if (Timeline.State.Own.Length == 0 && record.Str("sessionId") is { Length: > 0 } recorded) Identify(Timeline.State.Own = recorded);

        var type = record.Str("type");
        var uuid = record.Str("uuid");
        if (uuid.Length > 0)
        {
            if (_elsewhere.Contains(uuid)) { Skip("copy of a record in another file of the session"); return; }
            Fold.LastUuid = uuid;
        }
        var at = Timestamps.Get(record, "timestamp") ?? 0;
        switch (type)
        {
            case "user": Common(record, at); User(record, at, uuid); break;
            case "assistant": Common(record, at); Assistant(record, at, uuid); break;
            case "system": Common(record, at); System(record, at, uuid); break;
            case "attachment": Attachment(record, at, uuid); break;
            case "summary": Summary(record); break;
            case "custom-title": Fold.Name(Stored.Line(record.Str("customTitle"), 200), 4); break;
            case "ai-title": Fold.Name(Stored.Line(record.Str("aiTitle") is { Length: > 0 } title ? title : record.Str("title"), 200), 3); break;
            case "pr-link": Timeline.Add(RecordKind.Event, at, Stored.Line(record.Str("prUrl"), 500), "pull request", uuid); break;
            case "": Skip("record without a type"); break;
            default:
                if (s_bookkeeping.Contains(type)) Skip(type);
                else Timeline.Add(RecordKind.Other, at, Stored.Text(record.GetRawText(), 16_000), type, uuid);
                break;
        }
    }

    private void Identify(string recorded)
    {
        if (_path.IsSubagent && recorded.Length == 0 && _path.ParentId.Length == 0) return;
        Fold.Id = _path.SessionId(recorded);
        Fold.ParentId = _path.Parent(recorded);
        Fold.RootId = Fold.ParentId.Length > 0 ? Fold.ParentId : Fold.Id;
        if (_path.IsSubagent && Fold.Subagent.Length == 0) Fold.Subagent = "sub-agent";
    }

    private void Common(JsonElement record, long at)
    {
        Fold.Touch(at);
        if (record.Str("cwd") is { Length: > 0 } cwd && Fold.Project.Length == 0) Fold.Project = Stored.Line(cwd, 1_000);
        if (record.Str("gitBranch") is { Length: > 0 } branch) Fold.Branch = Stored.Line(branch, 300);
        if (record.Str("version") is { Length: > 0 } version) Fold.Version = Stored.Line(version, 60);
        if (record.Str("entrypoint") is { Length: > 0 } entrypoint) Fold.Entrypoint = Stored.Line(entrypoint, 60);
    }

    private void User(JsonElement record, long at, string uuid)
    {
        var content = record.Member("message").Member("content");
        foreach (var block in content.Items())
            if (block.Str("type") == "tool_result") _operations.End(record, block, at);

        var text = ClaudeText.Flatten(content);
        if (text.Length == 0) return;
        if (record.Flag("isCompactSummary")) { Timeline.Add(RecordKind.Summary, at, Stored.Text(text, 128_000), "compaction summary", uuid); return; }
        if (record.Flag("isMeta")) { Skip("injected text"); return; }
        UserText(text, at, uuid, record.Flag("isSidechain"));
    }

    private void UserText(string text, long at, string uuid, bool sidechain)
    {
        switch (ClaudeText.Classify(text))
        {
            case UserTextKind.Prompt:
                // A sub-agent's task was written by its parent, not by a person.
                Timeline.Add(RecordKind.Prompt, at, Stored.Text(text, 256_000), sidechain ? "task" : "", uuid, searchable: true);
                if (!sidechain) Fold.Prompts++;
                Fold.Name(Stored.Line(text, 200), 1);
                break;
            case UserTextKind.Command:
                var command = ClaudeText.Tag(text, "command-name") is { Length: > 0 } name ? $"{name} {ClaudeText.Tag(text, "command-args")}".Trim() : ClaudeText.Tag(text, "bash-input");
                Timeline.Add(RecordKind.Event, at, Stored.Text(command.Length > 0 ? command : text, 8_000), "command", uuid, searchable: true);
                break;
            case UserTextKind.CommandOutput:
                Timeline.Add(RecordKind.Event, at, Stored.Text(Inner(text), 8_000), "command output", uuid);
                break;
            case UserTextKind.Notification:
                Timeline.Add(RecordKind.Event, at, Stored.Text(ClaudeText.Tag(text, "summary") is { Length: > 0 } summary ? summary : text, 4_000), "background task", uuid);
                break;
            case UserTextKind.Interrupt:
                Timeline.Add(RecordKind.Event, at, Stored.Line(text, 300), "interrupted", uuid);
                break;
            default:
                Skip("injected text");
                break;
        }
    }

    private static string Inner(string text) =>
        ClaudeText.Tag(text, "local-command-stdout") is { Length: > 0 } output ? output
        : ClaudeText.Tag(text, "bash-stdout") is { Length: > 0 } shell ? shell : text;

    private void Assistant(JsonElement record, long at, string uuid)
    {
        var message = record.Member("message");
        var model = message.Str("model");
        if (record.Flag("isApiErrorMessage"))
        {
            var error = ClaudeText.Flatten(message.Member("content"));
            Timeline.Add(RecordKind.ApiError, at, Stored.Text(error, 8_000), record.Str("error"), uuid, searchable: true);
            Fold.ApiErrors++;
            if (ClaudeText.IsLimit(error)) Fold.LimitsHit++;
            return;
        }
        if (model == "<synthetic>") model = "";
        var callKey = message.Str("id") is { Length: > 0 } id ? $"{id}|{record.Str("requestId")}" : "";
        if (model.Length > 0) Timeline.Turn(callKey, Stored.Line(model, 120));
        foreach (var block in message.Member("content").Items()) Block(block, at, uuid, model, callKey);
        if (message.Member("content") is { ValueKind: JsonValueKind.String } whole && whole.Text() is { Length: > 0 } text)
            Timeline.Add(RecordKind.Answer, at, Stored.Text(text, 256_000), "", uuid, model, callKey, searchable: true);
    }

    private void Block(JsonElement block, long at, string uuid, string model, string callKey)
    {
        switch (block.Str("type"))
        {
            case "text" when block.Str("text") is { Length: > 0 } text:
                Timeline.Add(RecordKind.Answer, at, Stored.Text(text, 256_000), "", uuid, model, callKey, searchable: true);
                break;
            case "thinking" when block.Str("thinking") is { Length: > 0 } thinking:
                Timeline.Add(RecordKind.Thinking, at, Stored.Text(thinking, 64_000), "", uuid, model, callKey);
                break;
            case "tool_use" or "server_tool_use" or "mcp_tool_use":
                var input = block.Member("input");
                Timeline.Begin(block.Str("id"), block.Str("name"), ToolTarget.Of(input), ToolTarget.Command(input),
                    input.ValueKind == JsonValueKind.Undefined ? "" : input.GetRawText(), at, uuid, model, callKey);
                break;
        }
    }

    private void System(JsonElement record, long at, string uuid)
    {
        var subtype = record.Str("subtype");
        var content = record.Str("content");
        switch (subtype)
        {
            case "compact_boundary":
                var meta = record.Member("compactMetadata");
                Timeline.Add(RecordKind.Compaction, at, $"Context compacted ({(meta.Str("trigger") is { Length: > 0 } trigger ? trigger : "auto")}), {meta.Int("preTokens"):N0} tokens before", "compaction", uuid);
                Fold.Compactions++;
                break;
            case "api_error":
                var error = record.Member("error");
                var text = error.Member("error").Member("error").Str("message") is { Length: > 0 } inner ? inner
                    : error.Str("message") is { Length: > 0 } outer ? outer : error.ValueKind == JsonValueKind.Undefined ? "API error" : error.GetRawText();
                Timeline.Add(RecordKind.ApiError, at, Stored.Text(text, 4_000), $"retry {record.Int("retryAttempt")} of {record.Int("maxRetries")}", uuid, searchable: true);
                Fold.ApiErrors++;
                break;
            case "turn_duration" or "stop_hook_summary" when !record.Flag("preventedContinuation"):
                Skip("system/" + subtype);
                break;
            default:
                if (content.Length == 0) Skip("system/" + subtype);
                else Timeline.Add(RecordKind.Event, at, Stored.Text(ClaudeText.Classify(content) == UserTextKind.CommandOutput ? Inner(content) : content, 8_000), subtype, uuid);
                break;
        }
    }

    private void Attachment(JsonElement record, long at, string uuid)
    {
        var attachment = record.Member("attachment");
        switch (attachment.Str("type"))
        {
            // A prompt typed while the agent worked.
            case "queued_command" when ClaudeText.Flatten(attachment.Member("prompt")) is { Length: > 0 } prompt:
                Fold.Touch(at);
                UserText(prompt, at, uuid, record.Flag("isSidechain"));
                break;
            case "hook_blocking_error" or "hook_non_blocking_error":
                var error = attachment.Str("stderr") is { Length: > 0 } stderr ? stderr : attachment.Member("blockingError").Str("blockingError");
                Timeline.Add(RecordKind.Event, at, Stored.Text(error, 4_000), "hook error " + attachment.Str("hookName"), uuid, searchable: true);
                break;
            default:
                Skip("attachment/" + attachment.Str("type"));
                break;
        }
    }

    // A summary names the conversation that ends in leafUuid, which may stand in another file.
    private void Summary(JsonElement record)
    {
        var title = Stored.Line(record.Str("summary"), 200);
        if (title.Length > 0 && record.Str("leafUuid") is { Length: > 0 } leaf) Timeline.Batch.Titles[leaf] = title;
    }
}
