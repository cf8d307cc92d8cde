using System.Text.Json;
using Pitwall.EndToEnd.Commands;
using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Databases;

/// <summary>The second database says what the first says.</summary>
public sealed class PostgresTests(Setup setup)
{
    [Fact]
    public async Task Up_OnPostgres_ServesWhatSqliteServes()
    {
        var program = await setup.ProgramAsync();
        using var here = new AgentHome().WithSamples();
        await using var sqlite = await Server.StartAsync(program, here);
        await sqlite.ImportedAsync();
        using var there = new AgentHome().WithSamples();
        var url = await setup.Postgres.CreateDatabaseAsync();
        await using var postgres = await Server.StartAsync(program, there, "--database", url);
        await postgres.ImportedAsync();

        await AssertSameAsync(sqlite, postgres);
        Assert.StartsWith("PostgreSQL", (await postgres.JsonAsync("/api/health")).GetProperty("database").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(there.Beside("data"), "*.db"));
        foreach (var query in (string[])["error", "\"unit tests\"", "coverage -bob", "rel"])
        {
            var path = $"/api/search?q={Uri.EscapeDataString(query)}";
            Assert.Equal(Hits(await sqlite.ItemsAsync(path)), Hits(await postgres.ItemsAsync(path)));
        }
    }

    [Fact]
    public async Task Copy_ToPostgres_MovesEverything()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        await program.OutputAsync(home, "sessions", "import", "--json");
        var url = await setup.Postgres.CreateDatabaseAsync();
        using var copied = JsonDocument.Parse(await program.OutputAsync(home, "db", "copy", "--to", url, "--json"));
        var tables = copied.RootElement.GetProperty("tables").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("rows").GetInt64());
        Assert.True(tables["records"] > 100 && tables["model_calls"] > 40 && tables["sessions"] > 25, string.Join(", ", tables));
        foreach (var period in Usage.Periods)
            Assert.Equal(await program.OutputAsync(home, "usage", period, "--json"), await program.OutputAsync(home, "usage", period, "--json", "--database", url));
        using var second = JsonDocument.Parse(await program.OutputAsync(home, "db", "copy", "--to", url, "--json"));
        Assert.True(second.RootElement.GetProperty("wasIdentical").GetBoolean());

        // And the server goes on from there without reading a transcript again.
        await using var sqlite = await Server.StartAsync(program, home);
        await sqlite.ImportedAsync();
        using var moved = new AgentHome().WithSamples();
        await using var postgres = await Server.StartAsync(program, moved, "--database", url);
        Assert.EndsWith("nothing new.", await postgres.ImportedAsync(), StringComparison.Ordinal);
        await AssertSameAsync(sqlite, postgres);
    }

    private static async Task AssertSameAsync(Server sqlite, Server postgres)
    {
        foreach (var period in Usage.Periods)
            Assert.Equal(await sqlite.Client.GetStringAsync($"/api/usage/{period}"), await postgres.Client.GetStringAsync($"/api/usage/{period}"));
        foreach (var sort in (string[])["recent", "cost", "tokens", "errors", "duration"])
            Assert.Equal(Texts(await sqlite.ItemsAsync($"/api/sessions?sort={sort}")), Texts(await postgres.ItemsAsync($"/api/sessions?sort={sort}")));
        foreach (var session in await sqlite.ItemsAsync("/api/sessions"))
        {
            var path = $"/api/sessions/{Uri.EscapeDataString(session.GetProperty("id").GetString()!)}/timeline";
            Assert.Equal(Texts(await sqlite.ItemsAsync(path)), Texts(await postgres.ItemsAsync(path)));
        }
    }

    private static List<string> Texts(List<JsonElement> items) => [.. items.Select(i => i.GetRawText())];

    // How well a hit fits is each database's own business; what is found is not.
    private static List<long> Hits(List<JsonElement> hits) => [.. hits.Select(h => h.GetProperty("recordId").GetInt64()).Order()];
}
