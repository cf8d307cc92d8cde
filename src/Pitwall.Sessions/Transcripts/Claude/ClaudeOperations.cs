using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;
using Pitwall.Sessions.Transcripts.Tools;

namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>Joins Claude Code's tool results, with the details in <c>toolUseResult</c>, to their calls.</summary>
internal sealed class ClaudeOperations(TimelineBuilder timeline)
{
    /// <summary>Takes one <c>tool_result</c> block of a record.</summary>
    public void End(JsonElement record, JsonElement block, long atMs)
    {
        var id = block.Str("tool_use_id");
        var text = ClaudeText.Flatten(block.Member("content"));
        var details = record.Member("toolUseResult");
        // On success a shell's result repeats its output; the streams apart say which was which.
        var failed = block.Flag("is_error");
        var rejected = failed && (record.Str("toolDenialKind").Length > 0 || ErrorClasses.IsRejection(text));
        var (added, removed) = failed ? default : Lines(details);
        var outcome = new OperationOutcome
        {
            Status = rejected ? "rejected" : failed ? "error" : "ok",
            ErrorClass = rejected ? "rejected" : "",
            DurationMs = Duration(details),
            LinesAdded = added,
            LinesRemoved = removed,
            ChildId = details.Str("agentId") is { Length: > 0 } agent ? $"{timeline.Fold.RootId}/agent-{agent}" : null,
        };
        if (!timeline.End(id, atMs, text, outcome))
            timeline.State.Skipped["result without a call"] = timeline.State.Skipped.GetValueOrDefault("result without a call") + 1;
    }

    private static long? Duration(JsonElement details) =>
        details.IntOrNull("durationMs") ?? details.IntOrNull("totalDurationMs")
        ?? (details.Member("durationSeconds") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetDouble(out var s) && s is >= 0 and < 1e7 ? (long)(s * 1000) : null);

    private static (long Added, long Removed) Lines(JsonElement details)
    {
        if (details.Member("structuredPatch") is { ValueKind: JsonValueKind.Array } hunks && hunks.GetArrayLength() > 0) return DiffCount.OfHunks(hunks);
        return details.Str("type") == "create" ? (DiffCount.Lines(details.Str("content")), 0) : default;
    }
}
