using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class AppearanceTests(Setup setup)
{
    private const string Brightness = "(() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+(\\.\\d+)?/g).map(Number); return r + g + b; })()";

    [Fact]
    public Task Dark_WhereTheSystemIsDark_FollowsItAndItsChange() => setup.BrowseAsync(View.Dark, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 0, 200);
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 550, 765);
    });

    [Fact]
    public Task Dark_ByTheButton_StaysOnTheNextPageUntilSwitchedBack() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 550, 765);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        await Expect(tab.Page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 0, 200);

        // The server writes the choice into the page, so that nothing flashes.
        await new SessionsPage(tab).OpenAsync();
        await Expect(tab.Page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 0, 200);
        await tab.Page.Keyboard.PressAsync("t");
        await Expect(tab.Page.Locator("html[data-theme=dark]")).Not.ToBeAttachedAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>(Brightness), 550, 765);
    });

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Text_OnEveryPage_IsDarkOrLightEnoughToRead(string scheme) => setup.BrowseAsync(scheme == "dark" ? View.Dark : View.Light, async tab =>
    {
        foreach (var path in (string[])["/", "/sessions", $"/sessions/{Workshop.Checkout}", "/usage?range=all", "/search?q=batch", "/status"])
        {
            await tab.OpenAsync(path);
            // The contrast that WCAG AA wants of text, with a little room for how it is rounded.
            var faint = await tab.Page.EvaluateAsync<string[]>(TextContrast.Script, 4.45);
            Assert.True(faint.Length == 0, $"{path} in {scheme} mode has text that is too faint to read:\n{string.Join('\n', faint)}");
        }
    });
}
