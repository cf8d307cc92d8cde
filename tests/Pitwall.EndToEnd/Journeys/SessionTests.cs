using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class SessionTests(Setup setup)
{
    [Fact]
    public Task Browse_FromTheListToASession_ShowsItsTimeline() => setup.BrowseAsync(View.Light, async tab =>
    {
        await new SessionsPage(tab).OpenAsync("?text=checkout%20total");
        await new SessionsPage(tab).Titles.ClickAsync();
        var session = new SessionPage(tab);
        await Expect(session.Title).ToHaveTextAsync(Workshop.CheckoutTitle);
        await Expect(session.Prompts).ToHaveCountAsync(1);
        await Expect(session.Prompts).ToContainTextAsync(Workshop.CheckoutTitle);

        // Markdown is rendered, not shown.
        await Expect(session.Answers.First.GetByRole(AriaRole.Heading, new() { Name = "Plan" })).ToBeVisibleAsync();
        await Expect(session.Answers.First.Locator("strong")).ToHaveTextAsync("once");
        await Expect(session.Answers.First.Locator("pre code")).ToContainTextAsync("var total = 1.005m;");

        await Expect(session.Chart.First).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".facts")).ToContainTextAsync(Workshop.Branch);
        await Expect(tab.Page.Locator("#figures")).ToContainTextAsync("1 failed");
    });

    [Fact]
    public Task ToolCalls_Unfolded_ShowCommandResultDiffAndError() => setup.BrowseAsync(View.Light, async tab =>
    {
        var session = new SessionPage(tab);
        await session.OpenAsync(Workshop.Checkout);

        var command = session.Operation("dotnet test --filter Checkout");
        await Expect(command.GetByText("Passed! 12 tests")).ToBeHiddenAsync();
        await command.Locator("summary").First.ClickAsync();
        await Expect(command.GetByText("Passed! 12 tests")).ToBeVisibleAsync();

        var edit = session.Operation("Total.cs").Filter(new() { HasText = "+2" }).First;
        await edit.Locator("summary").First.ClickAsync();
        await Expect(edit.Locator(".diff .a")).ToHaveTextAsync(["price", "return Math.Round(sum, 2);"]);
        await Expect(edit.Locator(".diff .d")).ToHaveTextAsync(["Math.Round(price)", "return sum;"]);

        // What failed says why without being unfolded.
        await Expect(tab.Page.Locator(".err-line")).ToHaveTextAsync("error CS1002: ; expected");
    });

    [Fact]
    public Task Subagent_NestedInItsParent_UnfoldsAndOpens() => setup.BrowseAsync(View.Light, async tab =>
    {
        var session = new SessionPage(tab);
        await session.OpenAsync(Workshop.Checkout);
        await session.Child.Locator("summary").First.ClickAsync();
        await Expect(session.Child.GetByText("Three places round: Total.cs, Tax.cs, Tip.cs.")).ToBeVisibleAsync();
        await session.Child.GetByRole(AriaRole.Link, new() { Name = "Open this sub-agent's session" }).ClickAsync();
        await Expect(session.Title).ToHaveTextAsync("Find every place that rounds");
        await tab.Page.Locator(".crumbs").GetByRole(AriaRole.Link, new() { Name = Workshop.CheckoutTitle }).ClickAsync();
        await Expect(session.Title).ToHaveTextAsync(Workshop.CheckoutTitle);
    });

    [Fact]
    public Task LongSession_Scrolled_LoadsMoreUntilTheEnd() => setup.BrowseAsync(View.Light, async tab =>
    {
        var session = new SessionPage(tab);
        await session.OpenAsync(Workshop.Long);
        var first = await session.Prompts.CountAsync();
        Assert.InRange(first, 20, Workshop.LongPrompts - 1);
        while (await tab.Page.Locator(".timeline-main > .loading[hx-trigger=revealed]").CountAsync() > 0)
        {
            var before = await session.Prompts.CountAsync();
            await tab.Page.Mouse.WheelAsync(0, 100_000);
            await Expect(session.Prompts.Nth(before)).ToBeAttachedAsync();
        }
        await Expect(session.Prompts).ToHaveCountAsync(Workshop.LongPrompts);
        await Expect(tab.Page.Locator("#outline li")).ToHaveCountAsync(Workshop.LongPrompts);
        // Each once, in order.
        var texts = await session.Prompts.Locator(".md").AllInnerTextsAsync();
        Assert.Equal(Workshop.LongPrompts, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal($"Chapter {Workshop.LongPrompts - 1}: another loaf", texts[^1].Trim());
    });

    [Fact]
    public Task LongSession_FromItsEnd_GoesBackToTheStart() => setup.BrowseAsync(View.Light, async tab =>
    {
        var session = new SessionPage(tab);
        await session.OpenAsync(Workshop.Long);
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "To the end" }).ClickAsync();
        await tab.Page.WaitForURLAsync(new Regex(@"\?end=1#tail$"));
        await Expect(session.Prompts.Last).ToContainTextAsync($"Chapter {Workshop.LongPrompts - 1}:");
        await Expect(session.Prompts.Last).ToBeInViewportAsync();
        var count = await session.Prompts.CountAsync();
        await tab.Page.GetByText("Earlier records").ClickAsync();
        await Expect(session.Prompts.Nth(count)).ToBeAttachedAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "From the start" }).ClickAsync();
        await Expect(session.Prompts.First).ToContainTextAsync("Write the recipe book");
    });
}
