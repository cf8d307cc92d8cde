using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using Pitwall.EndToEnd.Program;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class OverviewTests(Setup setup)
{
    [Fact]
    public async Task Up_Overview_ShowsThisWeekRunningRecentAndProjects()
    {
        // A server of its own: what runs on the shared one ran when the first test began.
        using var home = new AgentHome().WithSamples();
        Workshop.Write(home, TimeProvider.System.GetUtcNow());
        await using var server = await Server.StartAsync(await setup.ProgramAsync(), home);
        await server.ImportedAsync();
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, OverviewIsRightAsync);
    }

    private static async Task OverviewIsRightAsync(Tab tab)
    {
        var overview = new OverviewPage(tab);
        await overview.OpenAsync();

        // The week as the report has it: the page may round, but only as it says in the tool tip.
        var weeks = (await tab.Server.JsonAsync("/api/usage/weekly")).GetProperty("weekly");
        var week = weeks[weeks.GetArrayLength() - 1];
        var cost = await overview.Figure("Cost this week").Locator("[title]").GetAttributeAsync("title");
        Assert.StartsWith($"${week.GetProperty("totalCost").GetDecimal():0.00#######}", cost, StringComparison.Ordinal);
        await Expect(overview.Figure("Tokens this week").Locator("[title]")).ToHaveAttributeAsync("title", $"{week.GetProperty("totalTokens").GetInt64():N0} tokens");
        await Expect(overview.Figure("Model calls this week")).ToHaveTextAsync($"{week.GetProperty("calls").GetInt64():N0}");

        await Expect(overview.Running).ToHaveTextAsync(["Watch the dough rise"]);
        await Expect(overview.Recent.First).ToHaveTextAsync(Workshop.CheckoutTitle);
        var bakery = overview.Projects.Filter(new() { HasText = "bakery-shop" });
        await Expect(bakery.GetByRole(AriaRole.Cell).Nth(2)).ToHaveTextAsync("3");
        await Expect(tab.Page.Locator("#days")).ToContainTextAsync("Cost by day");
    }

    [Fact]
    public Task Overview_AFigure_LeadsToTheRecordsBehindIt() => setup.BrowseAsync(View.Light, async tab =>
    {
        var overview = new OverviewPage(tab);
        await overview.OpenAsync();
        var shown = await overview.Figure("Cost this week").InnerTextAsync();
        await overview.Figure("Cost this week").Locator("a").ClickAsync();
        await tab.Page.WaitForURLAsync("**/usage?since=*");
        var cost = tab.Page.Locator(".figure", new() { HasText = "Cost" }).First.Locator("dd.big");
        await Expect(cost).ToHaveTextAsync(shown);
        await cost.Locator("a").ClickAsync();
        await tab.Page.WaitForURLAsync("**/sessions?since=*");
        await Expect(new SessionsPage(tab).Titles.First).ToBeVisibleAsync();
    });

    [Fact]
    public Task Project_FromTheOverview_ListsItsSessions() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        await new OverviewPage(tab).Projects.Filter(new() { HasText = "bakery-shop" }).Locator("a.title").ClickAsync();
        await tab.Page.WaitForURLAsync(new Regex(@"/sessions\?project=%2Fhome%2Fdev%2Fbakery-shop$"));
        await Expect(new SessionsPage(tab).Rows).ToHaveCountAsync(3);
    });
}
