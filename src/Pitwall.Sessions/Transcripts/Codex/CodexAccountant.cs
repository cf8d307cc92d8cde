using System.Text.Json;
using Pitwall.Core.Records;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>
/// Finds model calls in Codex rollouts: each <c>token_count</c> event whose totals moved is one call, used by
/// <c>last_token_usage</c> or, in old rollouts that only have totals, by their difference. Totals that fall start a
/// new epoch. A repeated snapshot has the totals of the one before and is the same call.
/// </summary>
internal sealed class CodexAccountant : Accountant
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 128 };
    private readonly string _fallbackId;
    private readonly State _state;

    public CodexAccountant(string path, string state)
    {
        _fallbackId = CodexPath.ThreadId(path);
        _state = state.Length > 0 ? JsonSerializer.Deserialize(state, CodexJson.Default.State)! : new State();
    }

    /// <inheritdoc />
    public override string SessionId => _state.Thread.Id.Length > 0 ? _state.Thread.Id : _fallbackId;

    /// <inheritdoc />
    public override string SaveState() => JsonSerializer.Serialize(_state, CodexJson.Default.State);

    /// <inheritdoc />
    public override bool Wants(ReadOnlySpan<byte> line)
    {
        // The type stands in the first hundred bytes; the rest of a line can be megabytes.
        var head = line[..Math.Min(line.Length, 256)];
        return head.IndexOf("\"token_count\""u8) >= 0 || head.IndexOf("\"turn_context\""u8) >= 0 || head.IndexOf("\"task_started\""u8) >= 0
            || head.IndexOf("\"session_meta\""u8) >= 0 || head.IndexOf("\"thread_settings_applied\""u8) >= 0 || head.IndexOf("_metadata\""u8) >= 0
            || (head.IndexOf("\"payload\""u8) < 0 && line.IndexOf("\"token_count\""u8) >= 0);
    }

    /// <inheritdoc />
    public override void Take(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = s_options.MaxDepth });
        while (reader.Read())
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var record = document.RootElement;
            var payload = record.Member("payload");
            if (record.Str("type") == "event_msg" && payload.Str("type") == "token_count") Count(payload.Member("info"), Timestamps.Get(record, "timestamp"));
            else _state.Thread.Take(record.Str("type"), payload, _fallbackId, Timestamps.Get(record, "timestamp"));
        }
    }

    private void Count(JsonElement info, long? atMs)
    {
        if (info.ValueKind != JsonValueKind.Object) return; // only rate limits
        var thread = _state.Thread;
        if (info.Str("model") is { Length: > 0 } model) thread.Model = model;
        var total = Tokens.Read(info.Member("total_token_usage"));
        var last = Tokens.Read(info.Member("last_token_usage"));

        Tokens used;
        if (total is not null)
        {
            var before = _state.Total;
            var fell = total.Input < before.Input || total.Output < before.Output;
            if (fell) _state.Epoch++;
            _state.Total = total;
            if (total == before) return;
            used = last ?? (fell ? total : total - before);
        }
        else if (last is not null) used = last;
        else return;

        if (thread.IsCopied || used.Input + used.Output == 0) return;
        if (atMs is not { } at) { Skip("usage without a timestamp"); return; }

        // What an unmarked fork copied has the totals of its parent's calls: named after the parent it is the same call.
        var owner = thread.Where == CodexThread.Part.Unmarked ? thread.ForkedFrom : SessionId;
        var position = total is not null ? $"{total.Input}/{total.Cached}/{total.Output}" : $"at{at}";
        Calls.Add(new ModelCall
        {
            Key = $"codex|{owner}|{_state.Epoch}|{position}|{used.Input}/{used.Output}",
            Agent = "codex",
            SessionId = SessionId,
            RootId = thread.RootId.Length > 0 ? thread.RootId : SessionId,
            Project = thread.Project,
            Branch = thread.Branch,
            AtMs = at,
            Model = thread.Model,
            Usage = used.ToUsage(),
        });
    }

    /// <summary>Counters as Codex writes them: cached and written inside input, reasoning inside output.</summary>
    internal sealed record Tokens(long Input, long Cached, long Written, long Output, long Reasoning)
    {
        public static Tokens? Read(JsonElement counts) => counts.ValueKind != JsonValueKind.Object ? null : new Tokens(
            Whole(counts, "input_tokens"), Whole(counts, "cached_input_tokens"), Whole(counts, "cache_write_input_tokens"),
            Whole(counts, "output_tokens"), Whole(counts, "reasoning_output_tokens"));

        public static Tokens operator -(Tokens a, Tokens b) => new(
            Math.Max(0, a.Input - b.Input), Math.Max(0, a.Cached - b.Cached), Math.Max(0, a.Written - b.Written),
            Math.Max(0, a.Output - b.Output), Math.Max(0, a.Reasoning - b.Reasoning));

        public TokenUsage ToUsage()
        {
            var cached = Math.Min(Cached, Input);
            var written = Math.Min(Written, Input - cached);
            return new TokenUsage
            {
                Input = Input - cached - written, CacheRead = cached, CacheWrite5m = written, Output = Output, Reasoning = Math.Min(Reasoning, Output),
            };
        }

        private static long Whole(JsonElement counts, string name) => Math.Clamp(counts.Int(name), 0, 1L << 50);
    }

    /// <summary>What is remembered between two appends.</summary>
    internal sealed record State
    {
        public CodexThread Thread { get; set; } = new();
        public Tokens Total { get; set; } = new(0, 0, 0, 0, 0);
        public int Epoch { get; set; }
    }
}
