using Pitwall.Testing;

namespace Pitwall.Tests.Oracle;

/// <summary>The oracle against figures that others worked out for public fixtures.</summary>
public sealed class OracleTests
{
    [Theory]
    [InlineData(5_500, "replay-multisecond.jsonl")]
    [InlineData(2_060, "counter-reset-epochs.jsonl")]
    [InlineData(3_120, "fresh-same-second.jsonl")]
    [InlineData(110, "rollout-2026-05-01T00-00-00-parent-thread.jsonl")]
    [InlineData(5_200, "rollout-2026-06-08T11-39-04-leaf-thread.jsonl")]
    [InlineData(5_310, "rollout-2026-05-01T00-00-00-parent-thread.jsonl", "rollout-2026-06-08T11-39-04-leaf-thread.jsonl")]
    public void Codex_EdgeCases(long expected, params string[] files)
    {
        var folder = Shared("transcripts/MaxGhenis__logpile/tests/fixtures/codex");
        Assert.Equal(expected, CodexOracle.Read(folder, files.Select(f => Path.Combine(folder, f))).Sum(c => c.Total));
    }

    [Theory]
    [InlineData("harness-smoke", 11 + 6)]
    [InlineData("archived-fork-33ce-3869", 13_398_113 + 1_911_065)]
    [InlineData("live-fork-4d90-52bf", 24_992_392 + 1_809_519)]
    public void Codex_ForkWithItsParent_CountsTheParentOnce(string name, long expected)
    {
        var folder = Shared("transcripts/steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/" + name);
        Assert.Equal(expected, CodexOracle.Read(folder, Files(folder)).Sum(c => c.Total));
    }

    [Fact]
    public void Codex_ChildrenOfAMissingParent_CountItsHistoryOnce()
    {
        var folder = Shared("transcripts/steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/missing-parent-siblings");
        var bySession = OracleTotals.BySession(CodexOracle.Read(folder, Files(folder)));
        // 135 shared events of 13,398,113 tokens, then 23 and 3 events of their own.
        Assert.Equal([15_309_178L, 3_093L], bySession.Values.Select(s => s.Total));
    }

    [Fact]
    public void Claude_BothValuesOfAJoinedLine_AreRead()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "s.jsonl");
        File.WriteAllText(file, Report("msg_1", "r1", 5) + Report("msg_2", "r2", 7) + "\n{broken\n" + Report("msg_3", "r3", 1));
        Assert.Equal(13, ClaudeOracle.Read(folder.Path, [file]).Sum(c => c.Output));
    }

    [Fact]
    public void Claude_ReportsOfOneCall_TheLargestCounts()
    {
        using var folder = new TempFolder();
        var (a, b) = (Path.Combine(folder.Path, "a.jsonl"), Path.Combine(folder.Path, "b.jsonl"));
        File.WriteAllText(a, Report("msg_1", "r1", 5) + "\n" + Report("msg_1", "r1", 9) + "\n" + Report("msg_1", "r1", 7));
        File.WriteAllText(b, Report("msg_1", "r1", 8) + "\n" + Report("msg_2", "", 3) + "\n" + Report("msg_2", "", 2) + "\n" + Report("", "", 1) + "\n" + Report("", "", 1));
        var calls = ClaudeOracle.Read(folder.Path, [a, b]);
        Assert.Equal((4, 14L), (calls.Count, calls.Sum(c => c.Output)));
    }

    [Fact]
    public void Claude_Aside_IsTheMainChainsCall()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "s.jsonl");
        File.WriteAllText(file, Report("msg_1", "r1", 5) + "\n" + Report("msg_1", "r2", 9, sidechain: true) + "\n" + Report("msg_1", "r3", 2, at: "2026-01-01T00:00:01Z"));
        Assert.Equal([5L, 2L], ClaudeOracle.Read(folder.Path, [file]).Select(c => c.Output));
    }

    [Fact]
    public void Claude_AdviserAndSearches_CountBesideTheCall()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "s.jsonl");
        File.WriteAllText(file, """
            {"type":"assistant","uuid":"u1","timestamp":"2026-01-01T00:00:00Z","requestId":"r","message":{"id":"msg_1","model":"claude-opus-5","usage":{"output_tokens":4,"iterations":[{"type":"message","output_tokens":4},{"type":"advisor_message","model":"claude-fable-5","input_tokens":3,"output_tokens":2}]}}}
            {"type":"user","parentUuid":"u1","timestamp":"2026-01-01T00:00:01Z","message":{"content":[{"type":"tool_result","tool_use_id":"t1"}]},"toolUseResult":{"query":"x","searchCount":2}}
            """);
        var calls = ClaudeOracle.Read(folder.Path, [file]);
        Assert.Equal([("claude-fable-5", 5L, 0L), ("claude-opus-5", 4L, 2L)], calls.Select(c => (c.Model, c.Total, c.WebSearches)).Order());
    }

    [Fact]
    public void Gemini_LaterCopyOfAMessage_ReplacesTheEarlier()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "session-1.jsonl");
        File.WriteAllText(file, """
            {"sessionId":"s","kind":"main"}
            {"$set":{"messages":[{"id":"m","type":"gemini","timestamp":"2026-01-01T00:00:00Z","model":"gemini-3-pro-preview","tokens":{"input":10,"cached":4,"output":2,"thoughts":3,"tool":1,"total":16}}]}}
            {"id":"m","type":"gemini","timestamp":"2026-01-01T00:00:00Z","model":"gemini-3-pro-preview","tokens":{"input":10,"cached":4,"output":7,"thoughts":3,"tool":1,"total":21}}
            """);
        var call = Assert.Single(GeminiOracle.Read(folder.Path, [file]));
        Assert.Equal((7L, 4L, 10L, 21L), (call.Input, call.CacheRead, call.Output, call.Total));
    }

    [Fact]
    public void RealRollouts_EqualTheKnownTotal()
    {
        // 151,467,327 tokens in the eleven rollouts of EntityProcess/agentv at hand, as ccusage 20.0.24 counts them too.
        var folder = Shared("transcripts/EntityProcess__agentv/sessions");
        Assert.Equal(151_467_327, CodexOracle.Read(folder, Files(folder)).Sum(c => c.Total));
    }

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories);

    private static string Shared(string name)
    {
        var path = TestData.Shared(name);
        Assert.SkipWhen(path is null, TestData.MissingReason);
        return path!;
    }

    private static string Report(string message, string request, int output, bool sidechain = false, string at = "2026-01-01T00:00:00Z") =>
        $$"""{"type":"assistant","isSidechain":{{(sidechain ? "true" : "false")}},"timestamp":"{{at}}","requestId":"{{request}}","message":{"id":"{{message}}","model":"claude-opus-5","usage":{"output_tokens":{{output}} } } }""";
}
