using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class SessionsListTests(Setup setup)
{
    // What each field is set to, and a part of the address that must be kept.
    public static TheoryData<string, string, string> Filters => new()
    {
        { "project", Workshop.Project, "project=%2Fhome%2Fdev%2Fbakery-shop" },
        { "agent", "codex", "agent=codex" },
        { "model", "gemini-3.8-flash", "model=gemini-3.8-flash" },
        { "branch", Workshop.Branch, "branch=fix%2Frounding" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public Task Filter_ByAField_KeepsItInTheAddressAndSurvivesReload(string field, string value, string inAddress) => setup.BrowseAsync(View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        await list.OpenAsync();
        await list.ChooseAsync(field, value);
        await tab.Page.WaitForURLAsync(new Regex(Regex.Escape("/sessions?" + inAddress) + "$"));
        var expected = (await tab.Server.ItemsAsync($"/api/sessions?{inAddress}")).Count;
        Assert.NotEqual(0, expected);
        await Expect(list.Rows).ToHaveCountAsync(expected);
        var titles = await list.AllTitlesAsync();

        await tab.Page.ReloadAsync();
        await Expect(list.Field(field)).ToHaveValueAsync(value);
        Assert.Equal(titles, await list.AllTitlesAsync());
    });

    [Fact]
    public Task Filter_ByTextAndDates_NarrowsTogetherAndGoesBack() => setup.BrowseAsync(View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        await list.OpenAsync();
        await list.Text.PressSequentiallyAsync("bake batch");
        await tab.Page.WaitForURLAsync("**/sessions?text=bake%20batch");
        await Expect(list.Titles.First).ToContainTextAsync("Bake batch");
        var day = TimeProvider.System.GetUtcNow().AddDays(-5).ToString("yyyy-MM-dd");
        await list.Field("since").FillAsync(day);
        await list.Field("until").FillAsync(day);
        await tab.Page.WaitForURLAsync($"**/sessions?text=bake%20batch&since={day}&until={day}");
        var expected = (await tab.Server.ItemsAsync($"/api/sessions?text=bake%20batch&since={day}&until={day}")).Count;
        Assert.InRange(expected, 3, 6);
        await Expect(list.Rows).ToHaveCountAsync(expected);

        await tab.Page.GoBackAsync();
        await Expect(list.Field("until")).ToHaveValueAsync("");
        await list.OpenAsync("?text=nothing-is-called-this");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Show all sessions" }).ClickAsync();
        await Expect(list.Titles.First).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData("Cost", "cost", "costUsd")]
    [InlineData("Tokens", "tokens", "tokens")]
    public Task Sort_ByAColumn_PutsTheHighestFirst(string column, string sort, string property) => setup.BrowseAsync(View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        await list.OpenAsync("?project=%2Fhome%2Fdev%2Fbakery-shop");
        await list.SortAsync(column);
        await tab.Page.WaitForURLAsync($"**/sessions?project=%2Fhome%2Fdev%2Fbakery-shop&sort={sort}");
        var sessions = await tab.Server.ItemsAsync("/api/sessions?project=%2Fhome%2Fdev%2Fbakery-shop");
        var expected = sessions.OrderByDescending(s => s.GetProperty(property).GetDecimal()).Select(s => s.GetProperty("title").GetString());
        Assert.Equal(expected, await list.AllTitlesAsync());
    });

    [Fact]
    public Task Paging_ThroughTheList_ShowsEverySessionOnce() => setup.BrowseAsync(View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        await list.OpenAsync("?project=%2Fhome%2Fdev%2Foven-timer");
        var titles = (await list.AllTitlesAsync()).ToList();
        await tab.Page.Locator("a[rel=next]").ClickAsync();
        await Expect(list.Rows).ToHaveCountAsync(Workshop.Batches - titles.Count);
        titles.AddRange(await list.AllTitlesAsync());
        Assert.Equal(Enumerable.Range(0, Workshop.Batches).Select(i => $"Bake batch {i}"), titles);
    });
}
