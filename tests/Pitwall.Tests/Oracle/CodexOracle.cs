using System.Text.Json;

namespace Pitwall.Tests.Oracle;

/// <summary>
/// Counts Codex rollouts: the sum of the last usages, an event that repeats the total before it being none; where only
/// totals are told, their differences, a fall of the total beginning anew. What a forked or spawned thread replays of
/// its parent is the parent's.
/// </summary>
internal static class CodexOracle
{
    private readonly record struct Tokens(long Input, long Cached, long Written, long Output)
    {
        public long Total => Input + Output;

        public static Tokens operator -(Tokens a, Tokens b) =>
            new(a.Input - b.Input, a.Cached - b.Cached, a.Written - b.Written, a.Output - b.Output);
    }

    private sealed record Event(int Line, long AtMs, Tokens Sum, Tokens? Last, string Model);

    private sealed record Rollout(string File, string Thread, long CreatedMs, string Parent, string Spawner, List<Event> Events, int FirstOwnLine);

    public static List<OracleCall> Read(string root, IEnumerable<string> files)
    {
        // The same name in sessions/ and archived_sessions/ is one rollout; the active copy is the one that grows.
        var rollouts = files
            .GroupBy(f => Path.GetFileName(f), StringComparer.Ordinal)
            .Select(g => g.OrderBy(f => f.Contains("archived_sessions", StringComparison.Ordinal)).First())
            .Select(f => ReadRollout(Path.GetRelativePath(root, f), JsonValues.OfLines(f)))
            .Where(r => r is not null)
            .Select(r => r!)
            .ToList();
        return rollouts.SelectMany(r => Calls(r, rollouts)).ToList();
    }

    private static Rollout? ReadRollout(string file, List<JsonElement> records)
    {
        var events = new List<Event>();
        JsonElement? meta = null;
        var model = "";
        var ownTurn = -1;
        var oldTurns = 0;
        for (var line = 0; line < records.Count; line++)
        {
            var record = records[line];
            var type = record.Text("type");
            var kind = record.Text("payload", "type");
            if (type == "session_meta")
                meta ??= record;
            else if (type == "turn_context" && record.Text("payload", "model") is { Length: > 0 } named)
                model = named;
            else if (kind == "task_started" && meta is { } m && record.Number("payload", "started_at") is > 0 and var started)
            {
                // A turn that began before the thread was made is the parent's.
                if (started < (Created(m) ?? 0) / 1000)
                    oldTurns++;
                else if (ownTurn < 0)
                    ownTurn = line;
            }
            else if (kind == "token_count" && record.At("payload", "info") is { } info && record.Time() is { } at && info.At("total_token_usage") is { } total)
            {
                events.Add(new Event(line, at, Read(total), info.At("last_token_usage") is { } last ? Read(last) : null, model.Length > 0 ? model : info.Text("model")));
            }
        }

        if (meta is not { } head)
            return null;
        var spawner = head.Text("payload", "source", "subagent", "thread_spawn", "parent_thread_id");
        var parent = head.Text("payload", "forked_from_id") is { Length: > 0 } forked ? forked : spawner;
        return new Rollout(file, head.Text("payload", "id"), Created(head) ?? 0, parent, spawner, events, oldTurns > 0 && ownTurn >= 0 ? ownTurn : 0);
    }

    private static long? Created(JsonElement meta) => meta.At("payload") is { } payload ? payload.Time() ?? meta.Time() : meta.Time();

    private static Tokens Read(JsonElement usage) => new(
        usage.Number("input_tokens"), usage.Number("cached_input_tokens"), usage.Number("cache_write_input_tokens"), usage.Number("output_tokens"));

    /// <summary>How many events at the beginning are the parent's.</summary>
    private static int Replayed(Rollout rollout, List<Rollout> all)
    {
        if (rollout.Parent.Length == 0)
            return 0;
        var byTurn = rollout.Events.Count(e => e.Line < rollout.FirstOwnLine);
        // The parent's own events. Where the parent is gone, its history is the oldest child's, and counts once.
        var relatives = all.Where(r => r != rollout && r.Thread == rollout.Parent).ToList();
        if (relatives.Count == 0)
            relatives = all.Where(r => r.Parent == rollout.Parent && (r.CreatedMs, r.Thread).CompareTo((rollout.CreatedMs, rollout.Thread)) < 0).ToList();
        var byTotals = relatives.Select(r => CommonBeginning(r.Events, rollout.Events)).DefaultIfEmpty(0).Max();
        return Math.Max(byTurn, byTotals);
    }

    private static int CommonBeginning(List<Event> a, List<Event> b)
    {
        var n = 0;
        while (n < a.Count && n < b.Count && a[n].Sum == b[n].Sum)
            n++;
        return n;
    }

    private static IEnumerable<OracleCall> Calls(Rollout rollout, List<Rollout> all)
    {
        var replayed = Replayed(rollout, all);
        var before = default(Tokens);
        for (var i = 0; i < rollout.Events.Count; i++)
        {
            var now = rollout.Events[i];
            var used = i > 0 && now.Sum == before ? default : now.Last ?? (now.Sum.Total < before.Total ? now.Sum : now.Sum - before);
            before = now.Sum;
            if (i < replayed || used.Total == 0)
                continue;
            yield return new OracleCall
            {
                Agent = "codex",
                Key = $"{rollout.Thread}|{i}",
                File = rollout.File,
                Session = TopOf(rollout, all),
                AtMs = now.AtMs,
                Model = now.Model,
                Input = Math.Max(0, used.Input - used.Cached - used.Written),
                CacheRead = used.Cached,
                CacheWrite5m = used.Written,
                Output = used.Output,
            };
        }
    }

    // A spawned thread belongs to the thread that spawned it; a fork is a session of its own.
    private static string TopOf(Rollout rollout, List<Rollout> all)
    {
        for (var steps = 0; rollout.Spawner.Length > 0 && steps < 20; steps++)
        {
            var parent = all.Find(r => r.Thread == rollout.Spawner);
            if (parent is null)
                return rollout.Spawner;
            rollout = parent;
        }

        return rollout.Thread;
    }
}
