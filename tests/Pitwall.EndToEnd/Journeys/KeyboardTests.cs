using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class KeyboardTests(Setup setup)
{
    // What has the focus and whether a person can see it. The calendar button inside a date field is the browser's own, and so is its ring.
    private const string Focus =
        """
        () => {
          const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
          const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none' || (e.type === 'date' && !e.matches(':focus-visible'));
          const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
          return { name: `${e.tagName} ${e.className} ${(e.textContent || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 30)}`, ring, inside, end: e === document.body };
        }
        """;

    [Fact]
    public Task Slash_OnEveryPage_FocusesTheSearch() => setup.BrowseAsync(View.Light, async tab =>
    {
        foreach (var path in (string[])["/", "/sessions", "/usage", "/search?q=loaf", "/status", $"/sessions/{Workshop.Checkout}"])
        {
            await tab.OpenAsync(path);
            await tab.Page.Keyboard.PressAsync("/");
            await Expect(tab.Page.Locator("[data-find]:focus")).ToHaveCountAsync(1);
        }
    });

    [Fact]
    public Task SkipLink_IsTheFirstStopAndLeadsToTheContent() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        await tab.Page.Keyboard.PressAsync("Tab");
        var skip = tab.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await Expect(skip).ToBeFocusedAsync();
        await Expect(skip).ToBeInViewportAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page.Locator("main")).ToBeFocusedAsync();
    });

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions")]
    [InlineData("/usage?range=all")]
    [InlineData("/search?q=loaf")]
    [InlineData("/sessions/" + Workshop.Checkout)]
    public Task Tab_ThroughAPage_AlwaysShowsWhereItIs(string path) => setup.BrowseAsync(View.Light, async tab =>
    {
        await tab.OpenAsync(path);
        await tab.Page.Locator("body").EvaluateAsync("() => document.activeElement.blur()");
        for (var i = 0; i < 30; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            var focus = await tab.Page.EvaluateAsync<FocusSeen>(Focus);
            if (focus.End)
            {
                Assert.InRange(i, 12, 30);
                return;
            }
            Assert.True(focus.Ring, $"{path}: stop {i + 1} ({focus.Name}) has the focus and does not show it.");
            Assert.True(focus.Inside, $"{path}: stop {i + 1} ({focus.Name}) has the focus outside the screen.");
        }
    });

    [Fact]
    public Task Keys_MoveOpenAndLead() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new OverviewPage(tab).OpenAsync();
        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync("s");
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Sessions");
        await tab.Page.WaitForLoadStateAsync();
        var list = new SessionsPage(tab);
        await tab.Page.Keyboard.PressAsync("j");
        await Expect(list.Titles.Nth(0)).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("j");
        await Expect(list.Titles.Nth(1)).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("k");
        await Expect(list.Titles.Nth(0)).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/sessions/*");

        await tab.Page.Keyboard.PressAsync("?");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    });

    private sealed class FocusSeen
    {
        public string Name { get; init; } = "";

        public bool Ring { get; init; }

        public bool Inside { get; init; }

        public bool End { get; init; }
    }
}
