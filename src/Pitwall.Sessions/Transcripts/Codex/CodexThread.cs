using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>
/// What a rollout says about itself, and where its own part begins. The rollout of a fork or sub-agent starts with a
/// copy of its parent's history, stamped anew: those records are the parent's, not this thread's. The copy ends with
/// the first task that began after the thread did (turn ids are UUIDv7 and carry their time as well), or with the
/// message that triggers a sub-agent.
/// </summary>
internal sealed record CodexThread
{
    /// <summary>Which part of the rollout we are in.</summary>
    public enum Part
    {
        /// <summary>This thread's own records.</summary>
        Own,

        /// <summary>A fork before any task mark: whether these records are copied cannot be told from here.</summary>
        Unmarked,

        /// <summary>Records copied from the parent.</summary>
        Copied,
    }

    /// <summary>Thread id; empty before the first <c>session_meta</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The thread this one was forked or spawned from, or empty.</summary>
    public string ForkedFrom { get; set; } = "";

    /// <summary>The thread that spawned this sub-agent, or empty.</summary>
    public string ParentId { get; set; } = "";

    /// <summary>Top-level thread.</summary>
    public string RootId { get; set; } = "";

    /// <summary>Role or nickname of a sub-agent, or empty.</summary>
    public string Subagent { get; set; } = "";

    /// <summary>Working directory.</summary>
    public string Project { get; set; } = "";

    /// <summary>Git branch.</summary>
    public string Branch { get; set; } = "";

    /// <summary>Version of the CLI.</summary>
    public string Version { get; set; } = "";

    /// <summary>codex-tui, codex_exec, vscode …</summary>
    public string Entrypoint { get; set; } = "";

    /// <summary>Model in force.</summary>
    public string Model { get; set; } = "";

    /// <summary>Start of the thread, unix ms.</summary>
    public long StartMs { get; set; }

    /// <summary>Part of the rollout we are in.</summary>
    public Part Where { get; set; }

    /// <summary>True while the records are the parent's.</summary>
    [JsonIgnore]
    public bool IsCopied => Where == Part.Copied;

    /// <summary>Takes a record that changes what is known of the thread. Others do nothing.</summary>
    /// <param name="type">Type of the record.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="fallbackId">Id where the record names none.</param>
    /// <param name="atMs">Time of the record.</param>
    public void Take(string type, JsonElement payload, string fallbackId, long? atMs)
    {
        switch (type)
        {
            case "session_meta" when Id.Length == 0:
                Meta(payload, fallbackId, atMs);
                break;
            case "turn_context":
                if (payload.Str("model") is { Length: > 0 } model) Model = model;
                if (TimeOfTurn(payload.Str("turn_id")) is { } turn) TaskBegan(turn);
                break;
            case "inter_agent_communication_metadata" when payload.Flag("trigger_turn"):
                Where = Part.Own;
                break;
            case "event_msg" when payload.Str("type") == "task_started":
                TaskBegan((payload.IntOrNull("started_at") * 1000) ?? TimeOfTurn(payload.Str("turn_id")) ?? long.MaxValue);
                break;
            case "event_msg" when payload.Str("type") == "thread_settings_applied" && Model.Length == 0:
                Model = payload.Member("thread_settings").Str("model");
                break;
        }
    }

    private void Meta(JsonElement payload, string fallbackId, long? atMs)
    {
        Id = payload.Str("id") is { Length: > 0 } id ? id : payload.Str("session_id") is { Length: > 0 } session ? session : fallbackId;
        StartMs = Timestamps.Get(payload, "timestamp") ?? atMs ?? 0;
        Project = payload.Str("cwd");
        Version = payload.Str("cli_version");
        Entrypoint = payload.Str("originator");
        Branch = payload.Member("git").Str("branch");
        ForkedFrom = payload.Str("forked_from_id");
        var spawn = payload.Member("source").Member("subagent").Member("thread_spawn");
        ParentId = spawn.Str("parent_thread_id");
        Subagent = ParentId.Length == 0 ? "" : spawn.Str("agent_nickname") is { Length: > 0 } nickname ? nickname : spawn.Str("agent_role") is { Length: > 0 } role ? role : "sub-agent";
        if (ForkedFrom.Length == 0) ForkedFrom = ParentId;
        RootId = ParentId.Length == 0 ? Id : payload.Str("session_id") is { Length: > 0 } root && root != Id ? root : ParentId;
        Where = ForkedFrom.Length > 0 ? Part.Unmarked : Part.Own;
    }

    private void TaskBegan(long atMs)
    {
        if (Where == Part.Own) return;
        // started_at has whole seconds: a task of the thread's own first second is its own.
        Where = atMs >= StartMs / 1000 * 1000 ? Part.Own : Part.Copied;
    }

    /// <summary>The time in a UUIDv7: its first 48 bits are unix milliseconds.</summary>
    private static long? TimeOfTurn(string id) =>
        id.Length == 36 && id[14] == '7' && long.TryParse(string.Concat(id.AsSpan(0, 8), id.AsSpan(9, 4)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ms)
            ? ms : null;
}
