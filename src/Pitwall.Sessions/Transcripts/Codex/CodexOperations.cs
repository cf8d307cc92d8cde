using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;
using Pitwall.Sessions.Transcripts.Tools;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>Codex's tool calls and their outputs, which tell exit code and time in their first lines.</summary>
internal sealed class CodexOperations(TimelineBuilder timeline)
{
    private (long Added, long Removed) _patched;
    private bool _patchFailed;

    /// <summary>A call.</summary>
    public void Begin(JsonElement item, long at, string model)
    {
        var type = item.Str("type");
        var id = item.Str("call_id") is { Length: > 0 } call ? call : item.Str("id");
        var name = type switch { "web_search_call" => "web_search", "tool_search_call" => "tool_search", "local_shell_call" => "local_shell", _ => item.Str("name") };
        var raw = item.Str("arguments") is { Length: > 0 } arguments ? arguments : item.Str("input");
        if (raw.Length == 0 && item.Member("action") is { ValueKind: JsonValueKind.Object } action) raw = action.GetRawText();
        if (raw.Length == 0 && item.Member("arguments") is { ValueKind: JsonValueKind.Object } given) raw = given.GetRawText();
        var (target, command) = Target(name, raw);
        timeline.Begin(id, name, target, command, raw, at, item.Str("id"), model, "");
        // A web search is done by the provider: no output follows.
        if (type == "web_search_call") timeline.End(id, at, "", new OperationOutcome { Status = item.Str("status") is "failed" ? "error" : "ok" });
    }

    /// <summary>An output. False where its call is unknown.</summary>
    public bool End(JsonElement item, long at)
    {
        var output = item.Member("output");
        var text = output.ValueKind == JsonValueKind.Object ? output.Str("content") is { Length: > 0 } content ? content : output.GetRawText() : CodexText.Join(output);
        if (output.ValueKind == JsonValueKind.Undefined && item.Member("tools").ValueKind == JsonValueKind.Array) text = item.Member("tools").GetRawText();
        var exit = CodexText.HeadValue(text, "Process exited with code ") is { Length: > 0 } code ? code : CodexText.HeadValue(text, "Exit code: ");
        var failed = (exit.Length > 0 && exit != "0") || output.Member("success").ValueKind == JsonValueKind.False || _patchFailed
            || text.StartsWith("Script failed", StringComparison.Ordinal) || text.StartsWith("apply_patch verification failed", StringComparison.Ordinal);
        var rejected = ErrorClasses.IsRejection(text);
        var (added, removed) = _patched;
        (_patched, _patchFailed) = (default, false);
        return timeline.End(item.Str("call_id"), at, text, new OperationOutcome
        {
            Status = rejected ? "rejected" : failed ? "error" : "ok",
            ErrorClass = rejected ? "rejected" : "",
            DurationMs = CodexText.WallTimeMs(text),
            LinesAdded = added,
            LinesRemoved = removed,
        });
    }

    /// <summary>Files changed by the call whose output follows.</summary>
    public void Patched(string callId, JsonElement changes, bool success)
    {
        _ = callId; // the event stands between call and output, so the order alone joins them
        if (!success) { _patchFailed = true; return; }
        if (changes.ValueKind != JsonValueKind.Object) return;
        foreach (var change in changes.EnumerateObject())
        {
            var lines = change.Value.Str("type") switch
            {
                "add" => (DiffCount.Lines(change.Value.Str("content")), 0),
                "delete" => (0, DiffCount.Lines(change.Value.Str("content"))),
                _ => DiffCount.OfPatch(change.Value.Str("unified_diff")),
            };
            _patched = (_patched.Added + lines.Item1, _patched.Removed + lines.Item2);
        }
    }

    private static (string Target, string Command) Target(string name, string raw)
    {
        if (raw.StartsWith('{'))
        {
            try
            {
                using var document = JsonDocument.Parse(raw);
                return (ToolTarget.Of(document.RootElement), ToolTarget.Command(document.RootElement));
            }
            catch (JsonException)
            {
                // free text that only looks like JSON
            }
        }
        if (raw.Contains("*** Begin Patch", StringComparison.Ordinal))
        {
            return (string.Join(", ", PatchedFiles(raw)), name == "exec" ? "apply_patch" : "");
        }
        return (raw.Length > 1_000 ? raw[..1_000] : raw, name == "exec" ? raw : "");
    }

    // "*** Update File: src/a.ts" heads each file's part of a patch; in a script the line ends with an escaped newline.
    private static List<string> PatchedFiles(string patch)
    {
        const string Mark = " File: ";
        var files = new List<string>();
        for (var at = patch.IndexOf("*** ", StringComparison.Ordinal); at >= 0 && files.Count < 10; at = patch.IndexOf("*** ", at + 4, StringComparison.Ordinal))
        {
            var rest = patch.AsSpan(at + 4, Math.Min(500, patch.Length - at - 4));
            var name = rest.IndexOf(Mark, StringComparison.Ordinal);
            if (name is not (3 or 6)) continue; // Add, Update, Delete
            rest = rest[(name + Mark.Length)..];
            var end = rest.IndexOfAny("\r\n\\\"");
            var file = (end < 0 ? rest : rest[..end]).ToString();
            if (!files.Contains(file)) files.Add(file);
        }
        return files;
    }
}
