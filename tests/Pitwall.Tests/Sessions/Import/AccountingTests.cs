using Pitwall.Testing;
using static Pitwall.Tests.Sessions.Import.ClaudeLines;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>One call once, wherever it is told of.</summary>
public sealed class AccountingTests : IAsyncLifetime
{
    private const string S = "11111111-2222-4333-8444-555555555555";
    private const string Fork = "99999999-2222-4333-8444-555555555555";
    private readonly TempFolder _folder = new();
    private ImportedStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await ImportedStore.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Stream_RepeatsItself_LargestUsageCounts()
    {
        await ImportAsync(S, Answer(S, "a1", "msg_1", "req_1", "one", output: 3), Answer(S, "a2", "msg_1", "req_1", "two", output: 40), Answer(S, "a3", "msg_1", "req_1", "three", output: 7));
        Assert.Equal(1, await CallsAsync());
        Assert.Equal(40, await _store.ScalarAsync<long>("select output from model_calls"));
        Assert.Equal(1, await _store.ScalarAsync<long>("select turns from sessions"));
    }

    [Fact]
    public async Task Fork_CopiesTheChain_CountsOnce()
    {
        await ImportAsync(S, Answer(S, "a1", "msg_1", "req_1", "shared"));
        await ImportAsync(Fork, Answer(Fork, "a1", "msg_1", "req_1", "shared"), Answer(Fork, "a2", "msg_2", "req_2", "own"));
        Assert.Equal(2, await CallsAsync());
        Assert.Equal(320, await _store.ScalarAsync<long>("select sum(total) from model_calls"));
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from sessions"));
    }

    [Fact]
    public async Task Aside_ReplaysTheMainChain_MainChainCounts()
    {
        await ImportAsync(S, Answer(S, "a1", "msg_1", "req_1", "answer"));
        await ImportAsync(Fork, Answer(S, "b1", "msg_1", "req_other", "answer", output: 99, sidechain: true));
        Assert.Equal("msg_1|req_1", await _store.ScalarAsync<string>("select call_key from model_calls"));
    }

    [Fact]
    public async Task Adviser_InsideACall_IsACallOfItsOwnModel()
    {
        var line = Answer(S, "a1", "msg_1", "req_1", "x").Replace("\"usage\":{", """
            "usage":{"iterations":[{"type":"message","model":"m","input_tokens":1},{"input_tokens":7,"output_tokens":5,"type":"advisor_message","model":"claude-opus-4-1"}],"speed":"fast",
            """, StringComparison.Ordinal);
        await ImportAsync(S, line);
        Assert.Equal(2, await CallsAsync());
        Assert.Equal(12, await _store.ScalarAsync<long>("select total from model_calls where model = 'claude-opus-4-1'"));
        Assert.Equal(1, await _store.ScalarAsync<long>("select count(*) from model_calls where model = 'claude-sonnet-4-5-20250929-fast'"));
    }

    [Fact]
    public async Task Synthetic_Message_IsNoCall()
    {
        var line = Answer(S, "a1", "msg_1", "req_1", "API Error: 529").Replace("claude-sonnet-4-5-20250929", "<synthetic>", StringComparison.Ordinal)
            .Replace("_tokens\":100", "_tokens\":0", StringComparison.Ordinal).Replace(":20,", ":0,", StringComparison.Ordinal).Replace(":30,", ":0,", StringComparison.Ordinal).Replace("output_tokens\":10", "output_tokens\":0", StringComparison.Ordinal)
            .Replace("5m_input_tokens\":5", "5m_input_tokens\":0", StringComparison.Ordinal).Replace("1h_input_tokens\":15", "1h_input_tokens\":0", StringComparison.Ordinal);
        await ImportAsync(S, line);
        Assert.Equal(0, await CallsAsync());
    }

    [Fact]
    public async Task WebSearch_ReportedByTheTool_IsPaidFor()
    {
        await ImportAsync(S, Call(S, "a1", "msg_1", "req_1", "t1", "WebSearch", new { query = "lap times" }), Result(S, "r1", "t1", "found", details: new { query = "lap times", results = Array.Empty<int>(), searchCount = 3, durationSeconds = 2.5 }));
        Assert.Equal(30_000_000, await _store.ScalarAsync<long>("select cost_nanos from model_calls where model = 'web_search'"));
        Assert.Equal(2500, await _store.ScalarAsync<long>("select duration_ms from operations"));
    }

    [Fact]
    public async Task Subagent_CountsUnderItsParent()
    {
        await ImportAsync(S, Call(S, "a1", "msg_1", "req_1", "toolu_1", "Task", new { description = "look around", subagent_type = "Explore" }));
        var folder = Directory.CreateDirectory(_folder.Combine("p", S, "subagents")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "agent-abc.jsonl"), Answer(S, "s1", "msg_2", "req_2", "found it", sidechain: true) + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "agent-abc.meta.json"), """{"agentType":"Explore","description":"Look around","toolUseId":"toolu_1"}""", TestContext.Current.CancellationToken);
        await _store.ImportAsync(folder);
        Assert.Equal(2, await _store.ScalarAsync<long>($"select count(*) from model_calls where root_id = '{S}'"));
        Assert.Equal($"{S}/agent-abc", await _store.ScalarAsync<string>("select child_id from operations"));
        Assert.Equal("Explore", await _store.ScalarAsync<string>($"select subagent from sessions where parent_id = '{S}'"));
    }

    [Theory]
    [InlineData("replay-multisecond", 5_500)]
    [InlineData("counter-reset-epochs", 2_060)]
    [InlineData("fresh-same-second", 3_120)]
    [InlineData("parent-thread", 110)]
    [InlineData("leaf-thread", 5_200)]
    public async Task Codex_EdgeFixture_GivesTheKnownTotal(string name, long expected)
    {
        await _store.ImportAsync(Codex(name));
        Assert.Equal(expected, await _store.ScalarAsync<long>("select sum(total) from model_calls"));
    }

    [Fact]
    public async Task Codex_ParentAndLeafTogether_GiveTheirSum()
    {
        await _store.ImportAsync(Codex("parent-thread"), Codex("leaf-thread"));
        Assert.Equal(5_310, await _store.ScalarAsync<long>("select sum(total) from model_calls"));
        Assert.Equal("parent-thread", await _store.ScalarAsync<string>("select parent_id from sessions where id = 'leaf-thread'"));
    }

    [Fact]
    public async Task Codex_PackedRollout_IsRead()
    {
        await _store.ImportAsync(Path.Combine(TestData.Repository, "samples", "codex", "archived_sessions"));
        Assert.Equal(3_120, await _store.ScalarAsync<long>("select sum(total) from model_calls where session_id = 'packed-thread'"));
    }

    private static string Codex(string name) =>
        Directory.EnumerateFiles(Path.Combine(TestData.Repository, "samples", "codex", "sessions"), $"*{name}.jsonl", SearchOption.AllDirectories).Single();

    private Task<long> CallsAsync() => _store.ScalarAsync<long>("select count(*) from model_calls");

    private async Task ImportAsync(string session, params string[] lines)
    {
        var path = _folder.Write(Path.Combine("p", session + ".jsonl"), string.Join('\n', lines) + "\n");
        await _store.ImportAsync(path);
    }
}
