using Pitwall.Sessions.Reading;
using Pitwall.Testing;

namespace Pitwall.Tests.Sessions.Reading;

/// <summary>Lists, timelines and calls, the same on both databases.</summary>
public abstract class SessionReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<SeededStore> CreateAsync();

    [Fact]
    public async Task List_SumsTheWholeTree_AndShowsTopLevelSessionsOnly()
    {
        await using var store = await CreateAsync();
        await store.Session("a", ended: 5_000).Session("a/sub", root: "a", parent: "a").Session("b", ended: 6_000)
            .Call("a", "a", 100, 5).Call("a/sub", "a", 50, 7).Call("a", "a", 10, null).Call("b", "b", 1, 1).SaveAsync();

        var page = await new SessionReader(store.Database).ListAsync(new SessionFilter(), null, 10, Stop);

        Assert.Equal(["b", "a"], page.Items.Select(s => s.Id));
        Assert.Null(page.Next);
        var a = page.Items[1];
        Assert.Equal((160, 12, 1, 1), (a.Tokens, a.CostNanos, a.UnpricedCalls, a.Subagents));
        Assert.Equal((10, 4, 5), (a.LinesAdded, a.LinesRemoved, a.Records));
    }

    [Theory]
    [InlineData(SessionSort.Recent)]
    [InlineData(SessionSort.Cost)]
    [InlineData(SessionSort.Tokens)]
    [InlineData(SessionSort.Errors)]
    [InlineData(SessionSort.Duration)]
    public async Task List_PagedInAnyOrder_GivesEachSessionOnceAndInOrder(SessionSort sort)
    {
        await using var store = await CreateAsync();
        // Few different keys, so that pages end in the middle of equal ones.
        for (var i = 0; i < 23; i++)
        {
            store.Session($"s{i:00}", started: 1_000, ended: 2_000 + (i % 3), errors: i % 4);
            if (i % 5 != 0) store.Call($"s{i:00}", $"s{i:00}", 100 + (i % 2), i % 3);
        }
        await store.SaveAsync();
        var reader = new SessionReader(store.Database);
        var filter = new SessionFilter { Sort = sort };

        var all = (await reader.ListAsync(filter, null, 500, Stop)).Items;
        var paged = new List<SessionSummary>();
        string? cursor = null;
        do
        {
            var page = await reader.ListAsync(filter, cursor, 4, Stop);
            paged.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(23, all.Count);
        Assert.Equal(all.Select(s => s.Id), paged.Select(s => s.Id));
        long Key(SessionSummary s) => sort switch
        {
            SessionSort.Cost => s.CostNanos,
            SessionSort.Tokens => s.Tokens,
            SessionSort.Errors => s.Errors,
            SessionSort.Duration => s.EndedMs - s.StartedMs,
            _ => s.EndedMs,
        };
        Assert.Equal(all.OrderByDescending(Key).ThenByDescending(s => s.Id, StringComparer.Ordinal).Select(s => s.Id), all.Select(s => s.Id));
    }

    [Fact]
    public async Task List_Filters_NarrowAndAreTakenLiterally()
    {
        await using var store = await CreateAsync();
        await store.Session("a", title: "Fix the 100% bug", project: "/home/dev/shop", branch: "main", models: "claude-opus-4-8,claude-haiku-4-5")
            .Session("b", title: "Add a_b to list", project: "/home/dev/api", branch: "it's", models: "gpt-5.6", agent: "codex", started: 8_000, ended: 9_000)
            .Session("a/sub", root: "a", parent: "a", models: "claude-sonnet-5").SaveAsync();
        var reader = new SessionReader(store.Database);
        async Task<string> Ids(SessionFilter filter) => string.Join(' ', (await reader.ListAsync(filter, null, 10, Stop)).Items.Select(s => s.Id));

        Assert.Equal("a", await Ids(new() { Project = "/home/dev/shop" }));
        Assert.Equal("b", await Ids(new() { Agent = "codex" }));
        Assert.Equal("b", await Ids(new() { Branch = "it's" }));
        Assert.Equal("a", await Ids(new() { Model = "claude-haiku-4-5" }));
        Assert.Equal("", await Ids(new() { Model = "claude-haiku" }));
        Assert.Equal("a", await Ids(new() { Model = "claude-sonnet-5" }));
        Assert.Equal("a", await Ids(new() { Text = "FIX 100%" }));
        Assert.Equal("b", await Ids(new() { Text = "a_b" }));
        Assert.Equal("", await Ids(new() { Text = "a_x" }));
        Assert.Equal("b", await Ids(new() { Text = "api list" }));
        Assert.Equal("b", await Ids(new() { SinceMs = 3_000 }));
        Assert.Equal("a", await Ids(new() { UntilMs = 8_000 }));
        Assert.Equal("", await Ids(new() { Text = "'; drop table sessions; --" }));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("Y29zdCAxIGE")] // "cost 1 a": of another order
    [InlineData("cmVjZW50IG5vdGFudW1iZXIgYQ")]
    public async Task List_CursorOfAnother_SaysWhatToDo(string cursor)
    {
        await using var store = await CreateAsync();
        var e = await Assert.ThrowsAsync<BadCursorException>(() => new SessionReader(store.Database).ListAsync(new SessionFilter(), cursor, 10, Stop));
        Assert.Contains("cursor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TitleWithASecret_IsMasked()
    {
        await using var store = await CreateAsync();
        await store.Session("a", title: "deploy with ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8").SaveAsync();
        var reader = new SessionReader(store.Database);
        Assert.Equal("deploy with ghp_…[masked]", (await reader.ListAsync(new SessionFilter(), null, 10, Stop)).Items[0].Title);
        Assert.Equal("deploy with ghp_…[masked]", (await reader.SumsAsync(["a"], Stop))[0].Title);
    }

    [Fact]
    public async Task GetAndChildren_RollUpAlongTheTree_AlsoWhenItLoops()
    {
        await using var store = await CreateAsync();
        await store.Session("a").Session("b", root: "a", parent: "a", started: 1).Session("c", root: "a", parent: "b", started: 2)
            .Session("x", root: "a", parent: "y", started: 3).Session("y", root: "a", parent: "x", started: 4)
            .Call("a", "a", 100, 1).Call("b", "a", 10, 2).Call("c", "a", 5, 4).Call("gone", "a", 1_000, 8).Call("x", "a", 7, null).SaveAsync();
        var reader = new SessionReader(store.Database);

        var a = await reader.GetAsync("a", Stop);
        var b = await reader.GetAsync("b", Stop);
        var children = await reader.ChildrenAsync("a", Stop);

        Assert.Equal((1_122, 15, 4), (a!.Tokens, a.CostNanos, a.Subagents));
        Assert.Equal((15, 6, 1), (b!.Tokens, b.CostNanos, b.Subagents));
        Assert.Equal(["b", "c", "x", "y"], children.Select(s => s.Id));
        Assert.Equal([15L, 5, 7, 7], children.Select(s => s.Tokens));
        Assert.Null(await reader.GetAsync("nobody", Stop));
        Assert.Null(await reader.GetAsync("no\0body\ud83d'; --", Stop));
    }

    [Fact]
    public async Task Timeline_PagesForthAndBack_WithOperations()
    {
        await using var store = await CreateAsync();
        store.Session("a").Operation(3, "a", "Bash", "dotnet test", "error", child: "a/sub");
        foreach (var id in new long[] { 1, 2, 4, 5, 6, 7 }) store.Record(id, "a", $"text {id}");
        await store.Record(100, "other", "not ours").SaveAsync();
        var reader = new SessionReader(store.Database);

        var first = await reader.TimelineAsync("a", null, 3, Stop);
        var second = await reader.TimelineAsync("a", first.Next, 10, Stop);
        var end = await reader.TimelineBackAsync("a", long.MaxValue, 3, Stop);
        var start = await reader.TimelineBackAsync("a", end.Items[0].Id, 10, Stop);

        Assert.Equal([1L, 2, 3], first.Items.Select(i => i.Id));
        Assert.Equal("3", first.Next);
        Assert.Equal([4L, 5, 6, 7], second.Items.Select(i => i.Id));
        Assert.Null(second.Next);
        Assert.Equal([5L, 6, 7], end.Items.Select(i => i.Id));
        Assert.NotNull(end.Next);
        Assert.Equal([1L, 2, 3, 4], start.Items.Select(i => i.Id));
        Assert.Null(start.Next);
        Assert.Null(first.Items[0].Operation);
        var operation = first.Items[2].Operation!;
        Assert.Equal(("Bash", "dotnet test", "error", "exit-code", null, "a/sub"), (operation.Tool, operation.Target, operation.Status, operation.ErrorClass, operation.DurationMs, operation.ChildId));
        Assert.Equal("text 2", (await reader.ItemAsync("a", 2, Stop))!.Text);
        Assert.Null(await reader.ItemAsync("a", 100, Stop));
        await Assert.ThrowsAsync<BadCursorException>(() => reader.TimelineAsync("a", "-1", 3, Stop));
    }

    [Fact]
    public async Task Calls_OfARootAndOfASubagent_AreThoseBelowIt()
    {
        await using var store = await CreateAsync();
        await store.Session("a").Session("b", root: "a", parent: "a").Session("c", root: "a", parent: "b")
            .Call("a", "a", 10, 1, at: 3).Call("b", "a", 20, null, at: 1).Call("c", "a", 30, 3, at: 2).SaveAsync();
        var reader = new SessionReader(store.Database);

        Assert.Equal(["b", "c", "a"], (await reader.CallsAsync("a", Stop)).Select(c => c.SessionId));
        var below = await reader.CallsAsync("b", Stop);
        Assert.Equal(["b", "c"], below.Select(c => c.SessionId));
        Assert.Equal((null, 3L), (below[0].CostNanos, below[1].CostNanos));
        Assert.Equal(2, below[0].CacheWrite);
        Assert.Empty(await reader.CallsAsync("nobody", Stop));
    }

    [Fact]
    public async Task Choices_MostUsedFirst_ModelsSplit()
    {
        await using var store = await CreateAsync();
        await store.Session("a", project: "/one", models: "m1,m2").Session("b", project: "/two", models: "m2").Session("c", project: "/two", models: "", branch: "")
            .Session("b/sub", root: "b", parent: "b", project: "/three").SaveAsync();
        var choices = await new SessionReader(store.Database).ChoicesAsync(Stop);
        Assert.Equal(["/two", "/one"], choices.Projects);
        Assert.Equal("m2", choices.Models[0]);
        Assert.Contains("m1", choices.Models);
        Assert.Equal(["main"], choices.Branches);
        Assert.Equal(["claude"], choices.Agents);
    }

    [Fact]
    public async Task Status_CountsByAgent_AndNamesUnpricedModels()
    {
        await using var store = await CreateAsync();
        await store.Session("a").Session("b", agent: "codex").Call("a", "a", 10, null, model: "mystery-1").Call("a", "a", 10, 5).SaveAsync();
        var status = new StatusReader(store.Database);
        Assert.Equal([("claude", 1L, 5L), ("codex", 1L, 5L)], (await status.AgentsAsync(Stop)).Select(a => (a.Agent, a.Sessions, a.Records)));
        Assert.Equal([("mystery-1", 1L, 10L)], (await status.UnpricedAsync(Stop)).Select(u => (u.Model, u.Calls, u.Tokens)));
        var facts = await status.DatabaseAsync(Stop);
        Assert.Matches("^(SQLite|PostgreSQL) [0-9]", facts.Version);
        Assert.True(facts.Bytes > 0);
    }
}

public sealed class SqliteSessionReaderTests : SessionReaderTests
{
    private protected override Task<SeededStore> CreateAsync() => SeededStore.CreateAsync();
}

public sealed class PostgresSessionReaderTests(PostgresCluster cluster) : SessionReaderTests
{
    private protected override async Task<SeededStore> CreateAsync() => await SeededStore.CreateAsync(await cluster.CreateDatabaseAsync());
}
