using System.Text.RegularExpressions;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class SearchTests(Setup setup)
{
    [Fact]
    public Task Search_ForAPhrase_MarksItAndLeadsToTheRecord() => setup.BrowseAsync(View.Light, async tab =>
    {
        var search = new SearchPage(tab);
        await search.OpenAsync();
        await search.Box.PressSequentiallyAsync($"\"{Workshop.Phrase}\"");
        await tab.Page.WaitForURLAsync(new Regex("/search\\?q=.*telescope%22$"));
        await Expect(search.Hits).ToHaveCountAsync(1);
        Assert.Equal(Workshop.Phrase, string.Join(' ', (await search.Marks.AllInnerTextsAsync()).SelectMany(t => t.Split(' '))));

        await search.Hits.Locator("a.title").ClickAsync();
        var record = tab.Page.Locator(".timeline-main article.prompt", new() { HasText = Workshop.Phrase });
        await Expect(record).ToBeVisibleAsync();
        Assert.True(await SessionPage.IsInViewAsync(record), "The record that was found is not on the screen.");
        await Expect(record).ToHaveClassAsync(new Regex(@"\bhere\b"));
    });

    [Fact]
    public Task Search_InsideAFoldedToolCall_OpensIt() => setup.BrowseAsync(View.Light, async tab =>
    {
        var search = new SearchPage(tab);
        await search.OpenAsync("?q=CS1002");
        await search.Hits.Locator("a.title").First.ClickAsync();
        var call = tab.Page.Locator("details.op[open]");
        await Expect(call).ToHaveCountAsync(1);
        await Expect(call.Locator("pre", new() { HasText = "error CS1002" }).First).ToBeVisibleAsync();
    });

    [Fact]
    public Task Search_ForWhatIsNotThere_SaysSoAndSyntaxNeverFails() => setup.BrowseAsync(View.Light, async tab =>
    {
        foreach (var query in (string[])["zzzunheardof", "\"", "AND OR NOT", "a* (b", "-", "'; drop table records; --", "%_\\", "NEAR(x y)", "col:x", "\u0000"])
        {
            await new SearchPage(tab).OpenAsync("?q=" + Uri.EscapeDataString(query));
            await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Search");
        }
        await new SearchPage(tab).OpenAsync("?q=zzzunheardof");
        await Expect(tab.Page.Locator("#results")).ToContainTextAsync("Nothing found");
    });

    [Fact]
    public Task Search_FromTheTopBar_FindsFromAnyPage() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.TypeAsync("quokka");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/search?q=quokka");
        await Expect(new SearchPage(tab).Hits).ToHaveCountAsync(1);
    });
}
