using System.Text;
using Dapper;
using Pitwall.Testing;
using Pitwall.Tests.Sessions.Import;

namespace Pitwall.Tests.Oracle;

/// <summary>What an import puts into the books against what the oracle counts in the same files.</summary>
public sealed class OracleImportTests
{
    [Theory]
    [InlineData("PackmindHub__context-evaluator")]
    [InlineData("EntityProcess__agentv/projects")]
    [InlineData("iansherr__claude-code-log/test/test_data")]
    [InlineData("chiphuyen__sniffly")]
    [InlineData("d-kimuson__claude-code-viewer")]
    [InlineData("slopus__happy")]
    [InlineData("MaxGhenis__logpile/tests/fixtures/claudecode")]
    [InlineData("simonw__claude-code-transcripts")]
    [InlineData("kenn-io__agentsview/internal/parser/testdata/claude")]
    public Task Claude_OneCollection(string folder) => CompareAsync("transcripts/" + folder, ClaudeOracle.Read);

    [Theory]
    [InlineData("EntityProcess__agentv/sessions")]
    [InlineData("MaxGhenis__logpile/tests/fixtures/codex")]
    [InlineData("steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/harness-smoke")]
    [InlineData("steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/archived-fork-33ce-3869")]
    [InlineData("steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/live-fork-4d90-52bf")]
    [InlineData("steipete__CodexBar/Tests/CodexBarTests/Fixtures/CostUsage/Issue2037/missing-parent-siblings")]
    [InlineData("kenn-io__agentsview/internal/parser/testdata/codex")]
    [InlineData("iansherr__claude-code-log/test/fixtures/codex")]
    public Task Codex_OneCollection(string folder) => CompareAsync("transcripts/" + folder, CodexOracle.Read);

    [Fact]
    public Task Codex_CurrentVersion() => CompareAsync("terminal/agents/codex", CodexOracle.Read);

    [Fact]
    public Task Claude_CurrentVersion() => CompareAsync("terminal/agents/claude", ClaudeOracle.Read);

    [Fact]
    public Task Gemini_CurrentVersion() => CompareAsync("terminal/agents/gemini", GeminiOracle.Read);

    [Fact]
    public Task Gemini_OlderVersion() => CompareAsync("transcripts/iansherr__claude-code-log/test/fixtures/gemini", GeminiOracle.Read);

    private static async Task CompareAsync(string name, Func<string, IEnumerable<string>, List<OracleCall>> oracle)
    {
        var folder = TestData.Shared(name);
        Assert.SkipWhen(folder is null, TestData.MissingReason);
        var files = Directory.GetFiles(folder!, "*.json*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var expected = oracle(folder!, files).ToList();
        await using var store = await ImportedStore.CreateAsync();
        await store.ImportAsync(folder!);
        await using var connection = await store.Database.OpenAsync(TestContext.Current.CancellationToken);
        var actual = (await connection.QueryAsync<Row>("select root_id as Session, at_ms as AtMs, model as Model, input as Input, output as Output, cache_read as CacheRead, cache_write_5m as CacheWrite5m, cache_write_1h as CacheWrite1h, web_searches as WebSearches from model_calls"))
            .Select(r => new OracleCall { Agent = "", Key = "", File = "", Session = r.Session, AtMs = r.AtMs, Model = r.Model, Input = r.Input, Output = r.Output, CacheRead = r.CacheRead, CacheWrite5m = r.CacheWrite5m, CacheWrite1h = r.CacheWrite1h, WebSearches = r.WebSearches })
            .ToList();

        var differences = new StringBuilder();
        Compare(differences, "all", One(expected), One(actual));
        Compare(differences, "day", OracleTotals.ByDay(expected, TimeZoneInfo.Utc), OracleTotals.ByDay(actual, TimeZoneInfo.Utc));
        Compare(differences, "session", OracleTotals.BySession(expected), OracleTotals.BySession(actual));
        Compare(differences, "model", Models(expected), Models(actual));
        Compare(differences, "block", OracleTotals.ByBlock(expected).Blocks, OracleTotals.ByBlock(actual).Blocks);
        Assert.True(differences.Length == 0, $"{name}\n{differences}");
    }

    private static void Compare(StringBuilder differences, string kind, SortedDictionary<string, OracleSum> expected, SortedDictionary<string, OracleSum> actual)
    {
        foreach (var key in expected.Keys.Union(actual.Keys, StringComparer.Ordinal))
        {
            var (e, a) = (expected.GetValueOrDefault(key), actual.GetValueOrDefault(key));
            // A call without tokens and searches is nothing to argue about.
            if (e with { Calls = 0 } != a with { Calls = 0 })
                differences.Append($"{kind} {key}\n  oracle {e}\n  store  {a}\n");
        }
    }

    private static SortedDictionary<string, OracleSum> One(List<OracleCall> calls) => new(StringComparer.Ordinal) { ["all"] = OracleSum.Of(calls) };

    private static SortedDictionary<string, OracleSum> Models(List<OracleCall> calls) =>
        new(calls.GroupBy(c => c.Model, StringComparer.Ordinal).ToDictionary(g => g.Key, OracleSum.Of, StringComparer.Ordinal), StringComparer.Ordinal);

    private sealed record Row
    {
        public string Session { get; init; } = "";

        public long AtMs { get; init; }

        public string Model { get; init; } = "";

        public long Input { get; init; }

        public long Output { get; init; }

        public long CacheRead { get; init; }

        public long CacheWrite5m { get; init; }

        public long CacheWrite1h { get; init; }

        public long WebSearches { get; init; }
    }
}
