using FsCheck;
using FsCheck.Fluent;
using Pitwall.Sessions.Reading;
using Pitwall.Testing;

namespace Pitwall.Tests.Sessions.Reading;

/// <summary>Full-text search, the same on both databases.</summary>
public abstract class SearchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<SeededStore> CreateAsync();

    private async Task<SeededStore> SampleAsync()
    {
        var store = await CreateAsync();
        return await store.Session("a", title: "Shop").Session("b", title: "Api", project: "/home/dev/api", agent: "codex")
            .Record(1, "a", "The migration of the database failed twice")
            .Record(2, "a", "Database migrated without an error", "answer")
            .Record(3, "b", "error: file not found while reading the file", "operation", at: 9_000)
            .Record(4, "b", "not searchable migration", searchable: false)
            .Record(5, "b", "run it's \"quoted\" NEAR(text) AND col:umn* ^caret (paren) -dash")
            .SaveAsync();
    }

    [Theory]
    [InlineData("migration", "1")]
    [InlineData("MIGRATION", "1")]
    [InlineData("migr", "2 1")] // the last word may be unfinished
    [InlineData("migr ", "")] // unless a blank ends it
    [InlineData("database", "2 1")]
    [InlineData("migr database", "")]
    [InlineData("database migr", "2 1")]
    [InlineData("\"file not found\"", "3")]
    [InlineData("\"not file found\"", "")]
    [InlineData("file found", "3")]
    [InlineData("error -file", "2")]
    [InlineData("error -\"not found\"", "2")]
    [InlineData("-error", "")]
    [InlineData("nothinglikeit", "")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("---", "")]
    public async Task Search_FindsWhatHoldsAllWords(string query, string expected)
    {
        await using var store = await SampleAsync();
        var hits = await new SessionReader(store.Database).SearchAsync(query, new SessionFilter(), null, 10, Stop);
        Assert.Equal(expected, string.Join(' ', hits.Items.Select(h => h.RecordId)));
    }

    [Fact]
    public async Task Search_Filter_NarrowsBySessionAndTime()
    {
        await using var store = await SampleAsync();
        var reader = new SessionReader(store.Database);
        async Task<string> Ids(SessionFilter filter) => string.Join(' ', (await reader.SearchAsync("error", filter, null, 10, Stop)).Items.Select(h => h.RecordId));
        Assert.Equal("3 2", await Ids(new()));
        Assert.Equal("2", await Ids(new() { Project = "/home/dev/shop" }));
        Assert.Equal("3", await Ids(new() { Agent = "codex" }));
        Assert.Equal("3", await Ids(new() { SinceMs = 5_000 }));
        Assert.Equal("2", await Ids(new() { UntilMs = 5_000 }));
        Assert.Equal("", await Ids(new() { Model = "no-such-model" }));
    }

    [Fact]
    public async Task Search_Paged_GivesEachHitOnce()
    {
        await using var store = await CreateAsync();
        store.Session("a");
        for (var i = 1; i <= 25; i++) store.Record(i, "a", $"needle number {i}");
        await store.SaveAsync();
        var reader = new SessionReader(store.Database);
        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = await reader.SearchAsync("needle", new SessionFilter(), cursor, 7, Stop);
            seen.AddRange(page.Items.Select(h => h.RecordId));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), seen);
    }

    [Fact]
    public async Task Search_Hit_TellsWhereItIs_AndMarksTheWords()
    {
        await using var store = await SampleAsync();
        var hit = Assert.Single((await new SessionReader(store.Database).SearchAsync("\"file not found\"", new SessionFilter(), null, 10, Stop)).Items);
        Assert.Equal(("b", "Api", "/home/dev/api", "codex", "operation", 9_000L), (hit.SessionId, hit.Title, hit.Project, hit.Agent, hit.Kind, hit.AtMs));
        Assert.Equal("error: file not found while reading the file", string.Concat(hit.Snippet.Select(p => p.Text)));
        Assert.Equal(["file", "not", "found", "file"], hit.Snippet.Where(p => p.Match).Select(p => p.Text));
    }

    [Fact]
    public async Task Search_WhateverIsTyped_IsAValidSearch()
    {
        await using var store = await SampleAsync();
        var reader = new SessionReader(store.Database);
        var pieces = Gen.Elements("migration", "\"", "'", "''", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", ":", "^", "-", "+", "\\", "|", "&", "!", "<->", ":*", "@", "\0", "\n", " ", "{", "}", "é", "日本", "\ud83d", "%", "_", ";", "--", "text:", "a");
        var queries = pieces.ListOf().Select(p => string.Concat(p)).Sample(150, 12)
            .Concat(["\"unbalanced", "text: x", "col:umn*", "NEAR(a b)", "a AND", "AND", "^caret", "it's", "\\", "foo'bar:*"]);
        foreach (var query in queries)
        {
            var hits = await reader.SearchAsync(query, new SessionFilter(), null, 10, Stop);
            Assert.NotNull(hits.Items);
        }
        Assert.Equal([5L], (await reader.SearchAsync("it's NEAR(text)", new SessionFilter(), null, 10, Stop)).Items.Select(h => h.RecordId));
    }
}

public sealed class SqliteSearchTests : SearchTests
{
    private protected override Task<SeededStore> CreateAsync() => SeededStore.CreateAsync();
}

public sealed class PostgresSearchTests(PostgresCluster cluster) : SearchTests
{
    private protected override async Task<SeededStore> CreateAsync() => await SeededStore.CreateAsync(await cluster.CreateDatabaseAsync());
}
