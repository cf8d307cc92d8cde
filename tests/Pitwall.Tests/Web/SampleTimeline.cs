using System.Text.Json;
using Pitwall.Sessions.Reading;

namespace Pitwall.Tests.Web;

/// <summary>Timelines: one that holds every kind of record and tool, and plain ones.</summary>
internal static class SampleTimeline
{
    public const string EverythingId = "acc53d32-5580-4747-9273-e2acff2ba566";
    public const string ChildId = "acc53d32-5580-4747-9273-e2acff2ba566/agent-9f2c";
    private const long Minute = 60_000;

    public static TimelineItem Item(long id, string kind, string text, string session = "own", string label = "", long at = 0) =>
        new() { Id = id, SessionId = session, Kind = kind, Text = text, Label = label, AtMs = at == 0 ? 1_700_000_000_000 + id * 1000 : at, Model = kind == "answer" ? "claude-opus-4-5-20251101" : "" };

    public static TimelineItem Tool(long id, string tool, object input, string result, string target = "", string status = "ok", string session = "own", string errorClass = "", long at = 0, int added = 0, int removed = 0, string? child = null, long? ms = 420)
    {
        var item = Item(id, "operation", target, session, tool, at);
        return item with
        {
            Operation = new Operation
            {
                Id = id, Tool = tool, Target = target, Input = input as string ?? JsonSerializer.Serialize(input), Result = result, ResultBytes = System.Text.Encoding.UTF8.GetByteCount(result),
                Status = status, ErrorClass = errorClass, StartedMs = item.AtMs, DurationMs = ms, LinesAdded = added, LinesRemoved = removed, ChildId = child, Activity = "other",
            },
        };
    }

    public static List<TimelineItem> Plain(string session, string title, long started, long every, int calls)
    {
        List<TimelineItem> items = [Item(1000, "prompt", title, session, at: started)];
        for (var i = 1; i < calls; i++)
        {
            var at = started + i * every;
            items.Add(i % 9 == 8 ? Item(1000 + i, "prompt", "Go on, and keep the tests green.", session, at: at)
                : i % 9 == 7 ? Item(1000 + i, "answer", "Done. The suite passes; `OrderQueue` drains in order now.", session, at: at)
                : Tool(1000 + i, i % 2 == 0 ? "Read" : "Bash", i % 2 == 0 ? new { file_path = $"src/File{i}.cs" } : new { command = "dotnet test --no-build" }, "ok", i % 2 == 0 ? $"src/File{i}.cs" : "dotnet test --no-build", session: session, at: at));
        }
        return items;
    }

    public static IEnumerable<SampleSession> Everything(long now)
    {
        var start = now - 52 * Minute;
        var calls = SampleSessions.Calls(EverythingId, ["claude-opus-4-5-20251101", "claude-haiku-4-5-20251001"], start, 38_000, 80, 21_000, compactAt: 60);
        var childCalls = SampleSessions.Calls(ChildId, ["claude-haiku-4-5-20251001"], start + 14 * Minute, 9_000, 14, 9_000);
        var items = Items(start);
        var summary = new SessionSummary
        {
            Id = EverythingId, RootId = EverythingId, Agent = "claude", Title = "Totals on the invoice are a cent off: find out why, fix it and prove it", Project = "/home/dev/shop/api", Branch = "fix/rounding",
            Version = "2.1.328", Entrypoint = "cli", StartedMs = start, EndedMs = now - 8_000, Prompts = 4, Turns = 94, Operations = items.Count(i => i.Operation is not null), Errors = 2, Compactions = 1, ApiErrors = 1,
            LinesAdded = 64, LinesRemoved = 17, Records = items.Count, Subagents = 1,
        };
        yield return new SampleSession { Summary = SampleSessions.Total(summary, calls.Concat(childCalls)), Items = items, Calls = calls };
        var child = new SessionSummary
        {
            Id = ChildId, RootId = EverythingId, ParentId = EverythingId, Agent = "claude", Subagent = "Explore", Title = "Find every place that rounds money", Project = summary.Project, Branch = summary.Branch,
            StartedMs = start + 14 * Minute, EndedMs = start + 17 * Minute, Prompts = 1, Turns = 14, Operations = 12, Records = 14,
        };
        yield return new SampleSession { Summary = SampleSessions.Total(child, childCalls), Items = Plain(ChildId, "Find every place that rounds money. Report file, line and mode.", child.StartedMs, 9_000, 14).ConvertAll(i => i with { Id = i.Id + 100_000, Operation = i.Operation is { } op ? op with { Id = op.Id + 100_000 } : null }), Calls = childCalls };
    }

    private static List<TimelineItem> Items(long start)
    {
        const string s = EverythingId;
        var id = 0L;
        var at = start;
        var items = new List<TimelineItem>();
        Add("prompt", "The totals on our invoices are sometimes **one cent off**.\n\n1. Find out why\n2. Fix it\n3. Prove it with a test that fails today\n\nSee `src/Totals.cs`.");
        Add("thinking", "The user says totals are one cent off. Likely banker's rounding: Math.Round defaults to MidpointRounding.ToEven, while invoices are rounded half up. I should look at Totals.cs first, then search for other uses of Math.Round in the code base.");
        Add("answer", "I'll look at the code that adds up a line first.");
        Op("Read", new { file_path = "/home/dev/shop/api/src/Totals.cs" }, "     1\tnamespace Shop;\n     2\t\n     3\tpublic static class Totals\n     4\t{\n     5\t    public static decimal Line(decimal price, int quantity, decimal rate) =>\n     6\t        Math.Round(price * quantity * (1 + rate), 2);\n     7\t}", "src/Totals.cs");
        Op("Grep", new { pattern = "Math\\.Round", path = "src", output_mode = "content" }, "src/Totals.cs:6:        Math.Round(price * quantity * (1 + rate), 2);\nsrc/Refunds.cs:31:    var cents = Math.Round(amount * 100);", "Math\\.Round  in src");
        Op("TodoWrite", new { todos = new[] { new { content = "Write a failing test", status = "completed" }, new { content = "Round half away from zero", status = "in_progress" }, new { content = "Check refunds", status = "pending" } } }, "Todos have been modified", "3 things to do");
        Op("Bash", new { command = "dotnet test --filter TotalsTests", description = "Run the tests of totals" }, "Exit code 1\n\u001b[31mFailed\u001b[0m Shop.Tests.TotalsTests.Half_a_cent_rounds_up [12 ms]\n  Assert.Equal() Failure: Values differ\n  Expected: 2.68\n  Actual:   2.67\n\nTotal tests: 41. Failed: 1. Passed: 40.", "dotnet test --filter TotalsTests", status: "error", errorClass: "exit-code", ms: 8_412);
        Op("Edit", new { file_path = "/home/dev/shop/api/src/Totals.cs", old_string = "    public static decimal Line(decimal price, int quantity, decimal rate) =>\n        Math.Round(price * quantity * (1 + rate), 2);", new_string = "    /// <summary>A line's total, half a cent rounded away from zero as invoices must be.</summary>\n    public static decimal Line(decimal price, int quantity, decimal rate) =>\n        Math.Round(price * quantity * (1 + rate), 2, MidpointRounding.AwayFromZero);" }, "The file has been updated.", "src/Totals.cs", added: 2, removed: 1);
        Op("Bash", new { command = "dotnet test" }, "Passed!  - Failed:     0, Passed:   213, Skipped:     0, Total:   213, Duration: 4 s", "dotnet test", ms: 11_204);
        Add("answer", "The cause is **banker's rounding**: `Math.Round` rounds half to even unless told otherwise, so 2.675 became 2.67… sometimes.\n\n| place | before | after |\n|:--|--:|--:|\n| `Totals.Line` | to even | away from zero |\n| `Refunds.Cents` | to even | *not changed yet* |\n\n```csharp\nMath.Round(total, 2, MidpointRounding.AwayFromZero)\n```\n\nThe rule is written down in [the accounting guide](https://example.com/rounding). ![diagram](https://example.com/pixel.png)");
        Add("prompt", "Good. Have a sub-agent look for every other place that rounds money, then fix those too.");
        Op("Task", new { subagent_type = "Explore", description = "Find every place that rounds money", prompt = "Find every place that rounds money. Report **file**, line and mode." }, "Found 3 places:\n- src/Refunds.cs:31\n- src/Reports/Vat.cs:88\n- src/Export/Csv.cs:19", "Find every place that rounds money", child: ChildId, ms: 164_000);
        Op("MultiEdit", new { file_path = "src/Refunds.cs", edits = new[] { new { old_string = "var cents = Math.Round(amount * 100);", new_string = "var cents = Money.RoundHalfUp(amount * 100);" }, new { old_string = "using System;\n", new_string = "" } } }, "Applied 2 edits", "src/Refunds.cs", added: 1, removed: 2);
        Op("apply_patch", "*** Begin Patch\n*** Update File: src/Reports/Vat.cs\n@@ decimal Vat(decimal net)\n {\n-    return Math.Round(net * Rate, 2);\n+    return Money.RoundHalfUp(net * Rate, 2);\n }\n*** Add File: src/Money.cs\n+namespace Shop;\n+\n+public static class Money\n+{\n+    public static decimal RoundHalfUp(decimal value, int digits = 0) => Math.Round(value, digits, MidpointRounding.AwayFromZero);\n+}\n*** End Patch", "Success. Updated the following files:\nM src/Reports/Vat.cs\nA src/Money.cs", "src/Reports/Vat.cs, src/Money.cs", added: 7, removed: 1);
        Op("Write", new { file_path = "tests/MoneyTests.cs", content = "namespace Shop.Tests;\n\npublic class MoneyTests\n{\n    [Theory]\n    [InlineData(2.675, 2.68)]\n    [InlineData(-2.675, -2.68)]\n    public void Half_a_cent_rounds_away_from_zero(decimal value, decimal expected) =>\n        Assert.Equal(expected, Money.RoundHalfUp(value, 2));\n}" }, "File created", "tests/MoneyTests.cs", added: 10);
        Op("Edit", new { file_path = "src/Export/Csv.cs", old_string = "Round(total)", new_string = "Money.RoundHalfUp(total, 2)" }, "String to replace not found in file.\nString: Round(total)", "src/Export/Csv.cs", status: "error", errorClass: "string-not-found");
        Op("Bash", new { command = "git push --force origin fix/rounding" }, "The user doesn't want to proceed with this tool use.", "git push --force origin fix/rounding", status: "rejected", ms: null);
        Add("api_error", "529 overloaded_error: Overloaded. Retrying in 4 s (attempt 1 of 10)", "api_error");
        Op("mcp__tracker__create_issue", new { title = "CSV export rounds to even", labels = new[] { "bug", "money" }, priority = 2 }, "{\"id\": 418}", "CSV export rounds to even");
        Add("answer", "Three places are fixed. `git push --force` was declined, so the branch is local only.");
        Add("prompt", "/compact keep the rounding decisions", "command");
        Add("compaction", "This session is being continued from a previous conversation. The rounding decisions: half away from zero everywhere, through `Money.RoundHalfUp`.", "auto, 168K tokens before");
        Add("event", "Stop hook: npm run lint", "stop_hook_summary");
        Add("other", "{\"type\":\"file-history-snapshot\",\"snapshot\":{\"trackedFileBackups\":{\"src/Totals.cs\":{\"version\":2,\"backupTime\":\"2026-11-20T10:11:12Z\"},\"src/Refunds.cs\":{\"version\":1}}}}", "file-history-snapshot");
        Add("prompt", "Now run everything once more and show me the diff.");
        Op("Bash", new { command = "git diff --stat && git diff src/Totals.cs" }, "diff --git a/src/Totals.cs b/src/Totals.cs\nindex 3b18e51..a1f0c2d 100644\n--- a/src/Totals.cs\n+++ b/src/Totals.cs\n@@ -3,5 +3,6 @@ namespace Shop;\n public static class Totals\n {\n+    /// <summary>A line's total.</summary>\n     public static decimal Line(decimal price, int quantity, decimal rate) =>\n-        Math.Round(price * quantity * (1 + rate), 2);\n+        Math.Round(price * quantity * (1 + rate), 2, MidpointRounding.AwayFromZero);\n }", "git diff --stat && git diff src/Totals.cs");
        Op("Read", new { file_path = "logs/import.log" }, string.Join('\n', Enumerable.Range(1, 400).Select(n => $"{n:0000} 10:11:{n % 60:00} imported batch {n}, {n * 37 % 900} rows, nothing unusual")), "logs/import.log", ms: 90);
        Op("Bash", new { command = "dotnet test --logger trx" }, "", "dotnet test --logger trx", status: "running", ms: null);
        return items;

        void Add(string kind, string text, string label = "")
        {
            id++;
            at += 97_000;
            items.Add(Item(id, kind, text, s, label, at));
        }

        void Op(string tool, object input, string result, string target, string status = "ok", string errorClass = "", int added = 0, int removed = 0, string? child = null, long? ms = 420)
        {
            id++;
            at += 97_000;
            items.Add(Tool(id, tool, input, result, target, status, s, errorClass, at, added, removed, child, ms));
        }
    }
}
