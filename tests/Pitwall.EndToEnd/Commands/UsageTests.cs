using System.Text.Json;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Program;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Commands;

/// <summary>Every report, page and API total over the same range is the same number.</summary>
public sealed class UsageTests(Setup setup)
{
    [Fact]
    public async Task Totals_OfEveryReportTheApiAndThePage_AreTheSame()
    {
        var program = await setup.ProgramAsync();
        var server = await setup.WorkshopAsync();
        var totals = new Dictionary<string, Usage>(StringComparer.Ordinal);
        foreach (var period in Usage.Periods)
        {
            var printed = await program.OutputAsync(setup.WorkshopHome, "usage", period, "--json");
            var answered = await server.Client.GetStringAsync($"/api/usage/{period}");
            totals[$"pitwall usage {period}"] = Usage.Totals(printed);
            totals[$"rows of pitwall usage {period}"] = Usage.OfRows(printed, period);
            totals[$"/api/usage/{period}"] = Usage.Totals(answered);
        }
        // The list of sessions has what its top-level sessions cost, sub-agents included.
        var sessions = (await server.ItemsAsync("/api/sessions")).Where(s => s.GetProperty("parentId").ValueKind == JsonValueKind.Null).ToList();
        var expected = totals["pitwall usage daily"];
        Assert.True(expected.Total > 1_000_000 && expected.Cost > 1, $"The corpus is too small to tell anything: {expected}");
        Assert.All(totals, total => Assert.True(total.Value == expected, $"{total.Key} is {total.Value}, but pitwall usage daily is {expected}"));
        Assert.Equal(expected.Total, sessions.Sum(s => s.GetProperty("tokens").GetInt64()));
        Assert.Equal(expected.Cost, sessions.Sum(s => s.GetProperty("costUsd").GetDecimal()));

        await setup.BrowseAsync(View.Light, async tab =>
        {
            foreach (var by in (string[])["day", "week", "month", "model", "project", "agent", "activity", "session"])
            {
                await tab.OpenAsync($"/usage?range=all&by={by}");
                var figures = tab.Page.Locator("#usage .figures").First;
                await Expect(figures.Locator("dd.big").Nth(1).Locator("[title]")).ToHaveAttributeAsync("title", $"{expected.Total:N0} tokens");
                var cost = await figures.Locator("dd.big").Nth(0).Locator("[title]").GetAttributeAsync("title");
                Assert.StartsWith($"${expected.Cost:0.00#######}", cost, StringComparison.Ordinal);
            }
        });
    }

    [Theory]
    [InlineData("--since 2026-06-01 --until 2026-07-03", "since=2026-06-01&until=2026-07-03")]
    [InlineData("--agent codex", "agent=codex")]
    [InlineData("--project bakery-shop", "project=bakery-shop")]
    [InlineData("--timezone Pacific/Auckland --since 20260702", "timezone=Pacific/Auckland&since=20260702")]
    public async Task Totals_OfAPart_AreTheSameEverywhere(string options, string query)
    {
        var program = await setup.ProgramAsync();
        var server = await setup.WorkshopAsync();
        var all = Usage.Totals(await server.Client.GetStringAsync("/api/usage/daily"));
        Usage? expected = null;
        foreach (var period in Usage.Periods)
        {
            var printed = await program.OutputAsync(setup.WorkshopHome, ["usage", period, "--json", .. options.Split(' ')]);
            expected ??= Usage.Totals(printed);
            Assert.Equal(expected, Usage.Totals(printed));
            Assert.Equal(expected, Usage.OfRows(printed, period));
            Assert.Equal(expected, Usage.Totals(await server.Client.GetStringAsync($"/api/usage/{period}?{query}")));
        }
        Assert.InRange(expected!.Total, 1, all.Total - 1);
    }

    [Fact]
    public async Task Usage_WithoutAServer_SaysTheSameFromMemoryAndFromTheStore()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        var first = await program.RunAsync(home, "usage", "daily", "--json");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal("", first.Errors);
        Assert.True(File.Exists(home.Beside("data", "pitwall.db")) || Directory.GetFiles(home.Beside("data"), "*.db").Length == 1);
        Assert.Equal(first.Output, await program.OutputAsync(home, "usage", "daily", "--json"));
        await program.OutputAsync(home, "sessions", "import", "--json");
        Assert.Equal(first.Output, await program.OutputAsync(home, "usage", "--json"));
    }

    [Fact]
    public async Task Json_HasTheFieldNamesOfCcusage()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        foreach (var (period, list, key) in ((string, string, string)[])[("daily", "daily", "date"), ("weekly", "weekly", "week"), ("monthly", "monthly", "month"), ("session", "sessions", "sessionId")])
        {
            using var report = JsonDocument.Parse(await program.OutputAsync(home, "usage", period, "--json"));
            var row = report.RootElement.GetProperty(list)[0];
            Assert.Superset(
                new HashSet<string>([key, "inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "totalTokens", "totalCost", "modelsUsed", "modelBreakdowns"]),
                row.EnumerateObject().Select(p => p.Name).ToHashSet());
            Assert.Superset(
                new HashSet<string>(["modelName", "inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "cost"]),
                row.GetProperty("modelBreakdowns")[0].EnumerateObject().Select(p => p.Name).ToHashSet());
            Assert.Superset(
                new HashSet<string>(["inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "totalTokens", "totalCost"]),
                report.RootElement.GetProperty("totals").EnumerateObject().Select(p => p.Name).ToHashSet());
        }
        using var blocks = JsonDocument.Parse(await program.OutputAsync(home, "usage", "blocks", "--json"));
        Assert.Superset(
            new HashSet<string>(["id", "startTime", "endTime", "actualEndTime", "isActive", "isGap", "entries", "tokenCounts", "totalTokens", "costUSD", "models", "burnRate", "projection"]),
            blocks.RootElement.GetProperty("blocks")[0].EnumerateObject().Select(p => p.Name).ToHashSet());
    }
}
