using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pitwall.Testing;
using Pitwall.Tests.Host;
using Pitwall.Tests.Sessions.Reading;

namespace Pitwall.Tests.Sessions.Api;

/// <summary>The JSON API of the real server, over both databases.</summary>
public abstract class ApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<SeededStore> CreateAsync();

    private async Task<SeededStore> SampleAsync()
    {
        var store = await CreateAsync();
        return await store.Session("a", title: "key ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", ended: 5_000).Session("a/agent-1", root: "a", parent: "a")
            .Session("b", agent: "codex", ended: 4_000)
            .Record(1, "a", "find the needle").Operation(2, "a", "Bash", "ls").Record(11, "a/agent-1", "inner")
            .Call("a", "a", 100, 1_500_000_000).Call("a/agent-1", "a", 50, 1).Call("b", "b", 5, null).SaveAsync();
    }

    [Fact]
    public async Task Sessions_ListedAndPaged_WithDollarsTimesAndMaskedTitles()
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        var page = await host.Client.GetFromJsonAsync<JsonElement>("/api/sessions?limit=1", Stop);
        var a = page.GetProperty("items")[0];
        Assert.Equal("a", a.GetProperty("id").GetString());
        Assert.Equal("key ghp_…[masked]", a.GetProperty("title").GetString());
        Assert.Equal(1.500000001m, a.GetProperty("costUsd").GetDecimal());
        Assert.Equal(150, a.GetProperty("tokens").GetInt64());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(5_000), a.GetProperty("endedAt").GetDateTimeOffset());
        Assert.Equal("claude-opus-4-8", a.GetProperty("models")[0].GetString());
        var rest = await host.Client.GetFromJsonAsync<JsonElement>($"/api/sessions?limit=1&cursor={page.GetProperty("next").GetString()}", Stop);
        Assert.Equal("b", rest.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(1, (await host.Client.GetFromJsonAsync<JsonElement>("/api/sessions?agent=codex", Stop)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/sessions/a/agent-1")]
    [InlineData("/api/sessions/a%2Fagent-1")]
    public async Task Session_IdWithASlash_IsFoundEitherWay(string path)
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        var session = await host.Client.GetFromJsonAsync<JsonElement>(path, Stop);
        Assert.Equal("a/agent-1", session.GetProperty("session").GetProperty("id").GetString());
        Assert.Equal(0, session.GetProperty("subagents").GetArrayLength());
        var timeline = await host.Client.GetFromJsonAsync<JsonElement>(path + "/timeline", Stop);
        Assert.Equal("inner", timeline.GetProperty("items")[0].GetProperty("text").GetString());
        var calls = await host.Client.GetFromJsonAsync<JsonElement>(path + "/calls", Stop);
        Assert.Equal(1, calls.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Session_AndTimeline_TellOperationsAndSubagents()
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        var session = await host.Client.GetFromJsonAsync<JsonElement>("/api/sessions/a", Stop);
        Assert.Equal("a/agent-1", session.GetProperty("subagents")[0].GetProperty("id").GetString());
        var items = (await host.Client.GetFromJsonAsync<JsonElement>("/api/sessions/a/timeline", Stop)).GetProperty("items");
        Assert.Equal(2, items.GetArrayLength());
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("operation").ValueKind);
        Assert.Equal("Bash", items[1].GetProperty("operation").GetProperty("tool").GetString());
        var search = (await host.Client.GetFromJsonAsync<JsonElement>("/api/search?q=needle", Stop)).GetProperty("items");
        Assert.True(search[0].GetProperty("snippet")[1].GetProperty("match").GetBoolean());
    }

    [Fact]
    public async Task Usage_IsTheReportOfTheStore()
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        foreach (var period in new[] { "daily", "weekly", "monthly", "session", "blocks" })
        {
            var report = await host.Client.GetFromJsonAsync<JsonElement>($"/api/usage/{period}?timezone=UTC", Stop);
            Assert.Equal(155, report.GetProperty("totals").GetProperty("totalTokens").GetInt64());
        }
    }

    [Fact]
    public async Task HealthAndStatus_SayOkAndWhatIsThere()
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        var health = await host.Client.GetFromJsonAsync<JsonElement>("/api/health", Stop);
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Equal("waiting", health.GetProperty("import").GetProperty("state").GetString());
        var status = await host.Client.GetFromJsonAsync<JsonElement>("/api/status", Stop);
        Assert.Equal(2, status.GetProperty("agents").GetArrayLength());
        Assert.Equal(Environment.ProcessId, status.GetProperty("pid").GetInt32());
    }

    [Theory]
    [InlineData("/api/sessions?limit=0", 400, "limit")]
    [InlineData("/api/sessions?limit=abc", 400, "limit")]
    [InlineData("/api/sessions?sort=size", 400, "sort")]
    [InlineData("/api/sessions?since=yesterday", 400, "since")]
    [InlineData("/api/sessions?cursor=abc", 400, "cursor")]
    [InlineData("/api/sessions/nobody", 404, "nobody")]
    [InlineData("/api/sessions/nobody/agent-1/timeline", 404, "nobody/agent-1")]
    [InlineData("/api/sessions/a/timeline?cursor=x", 400, "cursor")]
    [InlineData("/api/search", 400, "q is missing")]
    [InlineData("/api/usage/hourly", 400, "daily")]
    [InlineData("/api/usage/daily?since=1", 400, "since")]
    [InlineData("/api/usage/daily?timezone=Mars/Olympus", 400, "timezone")]
    [InlineData("/api/no/such/thing", 404, "/api/no/such/thing")]
    public async Task WrongRequest_IsAProblemThatSaysWhatToDo(string path, int status, string says)
    {
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        using var answer = await host.Client.GetAsync(path, Stop);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRoute()
    {
        await using var host = await RunningHost.StartAsync();
        var document = await host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Stop);
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(new[] { "/api/sessions", "/api/sessions/{id}", "/api/sessions/{id}/timeline", "/api/usage/{period}", "/api/search", "/api/live", "/api/health", "/api/status", "/api/import" }.Except(paths));
        var parameters = document.GetProperty("paths").GetProperty("/api/sessions").GetProperty("get").GetProperty("parameters").EnumerateArray();
        Assert.Contains("cursor", parameters.Select(p => p.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Import_OnRequest_ImportsAndReports()
    {
        using var folder = new TempFolder();
        var transcript = folder.Write("s1.jsonl", """
            {"type":"user","sessionId":"s1","uuid":"u1","timestamp":"2026-01-01T10:00:00Z","cwd":"/home/dev/shop","version":"2.1.0","message":{"role":"user","content":"hello"}}

            """);
        await using var store = await SampleAsync();
        await using var host = await RunningHost.StartAsync(store);
        using var answer = await host.Client.PostAsJsonAsync("/api/import", new { paths = new[] { transcript } }, Stop);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(1, report.GetProperty("filesRead").GetInt32());
        Assert.Equal("s1", (await host.Client.GetFromJsonAsync<JsonElement>("/api/sessions/s1", Stop)).GetProperty("session").GetProperty("id").GetString());
        using var wrong = await host.Client.PostAsJsonAsync("/api/import", new { paths = new[] { "relative.jsonl" } }, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }
}

public sealed class SqliteApiTests : ApiTests
{
    private protected override Task<SeededStore> CreateAsync() => SeededStore.CreateAsync();
}

public sealed class PostgresApiTests(PostgresCluster cluster) : ApiTests
{
    private protected override async Task<SeededStore> CreateAsync() => await SeededStore.CreateAsync(await cluster.CreateDatabaseAsync());
}
