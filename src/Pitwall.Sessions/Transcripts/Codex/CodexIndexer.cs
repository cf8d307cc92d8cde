using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>
/// Indexes Codex rollouts. The response items are the conversation; of the events only those count that the items do
/// not repeat. What a fork copied from its parent is the parent's and is passed over.
/// </summary>
internal sealed class CodexIndexer : Indexer
{
    private static readonly HashSet<string> s_repeated = new(StringComparer.Ordinal)
    {
        "agent_message", "user_message", "agent_reasoning", "agent_reasoning_raw_content", "agent_reasoning_section_break", "task_started", "web_search_end",
        "web_search_begin", "mcp_tool_call_end", "exec_command_begin", "exec_command_end", "patch_apply_begin", "thread_settings_applied", "context_compacted", "session_configured", "turn_diff",
    };

    private readonly string _fallbackId;
    private readonly CodexThread _thread;
    private readonly CodexOperations _operations;

    /// <param name="timeline">Where the finds go.</param>
    /// <param name="path">Path of the rollout.</param>
    public CodexIndexer(TimelineBuilder timeline, string path) : base(timeline)
    {
        _fallbackId = CodexPath.ThreadId(path);
        _thread = timeline.State.Own.Length > 0 ? JsonSerializer.Deserialize(timeline.State.Own, CodexJson.Default.CodexThread)! : new CodexThread();
        _operations = new CodexOperations(timeline);
        Fold.Agent = "codex";
        Describe();
    }

    private SessionFold Fold => Timeline.Fold;

    /// <inheritdoc />
    public override void Save() => Timeline.State.Own = JsonSerializer.Serialize(_thread, CodexJson.Default.CodexThread);

    /// <inheritdoc />
    public override void Take(JsonElement record)
    {
        var type = record.Str("type");
        var payload = record.Member("payload");
        var at = Timestamps.Get(record, "timestamp") ?? 0;
        if (type.Length == 0 || payload.ValueKind != JsonValueKind.Object) { Skip("record without a type"); return; }
        _thread.Take(type, payload, _fallbackId, at);
        Describe();
        if (_thread.IsCopied) { Skip("copied from the parent thread"); return; }
        Fold.Touch(at);
        switch (type)
        {
            case "response_item": Item(payload, at); break;
            case "event_msg": Event(payload, at); break;
            case "compacted":
                Timeline.Add(RecordKind.Compaction, at, payload.Str("message") is { Length: > 0 } message ? Stored.Text(message, 64_000) : "Context compacted", "compaction");
                Fold.Compactions++;
                break;
            case "session_meta" or "turn_context" or "world_state" or "token_usage_record" or "inter_agent_communication" or "inter_agent_communication_metadata": Skip(type); break;
            default: Timeline.Add(RecordKind.Other, at, Stored.Text(record.GetRawText(), 16_000), type); break;
        }
    }

    private void Describe()
    {
        Fold.Id = _thread.Id.Length > 0 ? _thread.Id : _fallbackId;
        Fold.ParentId = _thread.ParentId;
        Fold.RootId = _thread.RootId.Length > 0 ? _thread.RootId : Fold.Id;
        Fold.Subagent = Stored.Line(_thread.Subagent, 120);
        Fold.Project = Stored.Line(_thread.Project, 1_000);
        Fold.Branch = Stored.Line(_thread.Branch, 300);
        Fold.Version = Stored.Line(_thread.Version, 60);
        Fold.Entrypoint = Stored.Line(_thread.Entrypoint, 60);
    }

    private void Item(JsonElement item, long at)
    {
        switch (item.Str("type"))
        {
            case "message": Message(item, at); break;
            case "reasoning":
                var thought = CodexText.Join(item.Member("summary"));
                if (thought.Length > 0) Timeline.Add(RecordKind.Thinking, at, Stored.Text(thought, 64_000), "", item.Str("id"), _thread.Model);
                break;
            case "function_call" or "custom_tool_call" or "local_shell_call" or "web_search_call" or "tool_search_call" or "mcp_tool_call":
                _operations.Begin(item, at, _thread.Model);
                break;
            case "function_call_output" or "custom_tool_call_output" or "tool_search_output" or "mcp_tool_call_output":
                if (!_operations.End(item, at)) Skip("result without a call");
                break;
            case "compaction" or "ghost_snapshot" or "additional_tools" or "agent_message": Skip("response_item/" + item.Str("type")); break;
            default: Timeline.Add(RecordKind.Other, at, Stored.Text(item.GetRawText(), 16_000), item.Str("type")); break;
        }
    }

    private void Message(JsonElement item, long at)
    {
        var text = CodexText.Join(item.Member("content"));
        if (text.Length == 0) return;
        switch (item.Str("role"))
        {
            case "assistant":
                Timeline.Add(RecordKind.Answer, at, Stored.Text(text, 256_000), item.Str("phase"), item.Str("id"), _thread.Model, searchable: true);
                break;
            case "user" when !CodexText.IsInjected(text):
                Timeline.Add(RecordKind.Prompt, at, Stored.Text(text, 256_000), _thread.ParentId.Length > 0 ? "task" : "", item.Str("id"), searchable: true);
                if (_thread.ParentId.Length == 0) Fold.Prompts++;
                Fold.Name(Stored.Line(text, 200), 1);
                break;
            default:
                Skip("injected text");
                break;
        }
    }

    private void Event(JsonElement message, long at)
    {
        var type = message.Str("type");
        switch (type)
        {
            case "token_count":
                var totals = message.Member("info").Member("total_token_usage");
                if (totals.ValueKind == JsonValueKind.Object) Timeline.Turn(totals.GetRawText(), Stored.Line(_thread.Model, 120)); // a repeated snapshot is no new turn
                if (message.Member("rate_limits").Str("rate_limit_reached_type").Length > 0) Fold.LimitsHit++;
                break;
            case "patch_apply_end": _operations.Patched(message.Str("call_id"), message.Member("changes"), message.Flag("success")); break;
            case "item_completed" when message.Member("item") is var item && item.Str("type") == "FileChange":
                _operations.Patched("", item.Member("changes"), item.Str("status") == "completed");
                break;
            case "item_completed": Skip("event_msg/item_completed"); break;
            case "turn_aborted": Timeline.Add(RecordKind.Event, at, Stored.Line(message.Str("reason"), 300), "interrupted"); break;
            case "task_complete":
                if (CodexText.Error(message.Member("error")) is { Length: > 0 } failure) ApiError(failure, at, "task failed");
                break;
            case "error" or "stream_error": ApiError(CodexText.Error(message), at, type); break;
            case "thread_name_updated": Fold.Name(Stored.Line(message.Str("thread_name"), 200), 3); break;
            case "entered_review_mode" or "exited_review_mode" or "thread_rolled_back" or "warning" or "model_reroute":
                Timeline.Add(RecordKind.Event, at, Stored.Line(message.Str("message") is { Length: > 0 } note ? note : type.Replace('_', ' '), 500), type);
                break;
            default:
                if (s_repeated.Contains(type)) Skip("event_msg/" + type);
                else Timeline.Add(RecordKind.Other, at, Stored.Text(message.GetRawText(), 16_000), type);
                break;
        }
    }

    private void ApiError(string text, long at, string label)
    {
        Timeline.Add(RecordKind.ApiError, at, Stored.Text(text.Length > 0 ? text : "API error", 8_000), label, searchable: true);
        Fold.ApiErrors++;
        if (text.Contains("usage limit", StringComparison.OrdinalIgnoreCase)) Fold.LimitsHit++;
    }
}
