using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;

namespace Pitwall.EndToEnd.Pages;

/// <summary>The first page.</summary>
internal sealed class OverviewPage(Tab tab)
{
    public Task OpenAsync() => tab.OpenAsync("/");

    /// <summary>One of the figures of the week, by its name.</summary>
    public ILocator Figure(string name) => tab.Page.Locator("#week .figure", new() { Has = tab.Page.GetByText(name, new() { Exact = true }) }).Locator("dd.big");

    /// <summary>Sessions that run.</summary>
    public ILocator Running => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Running now" }).Locator("a.title");

    /// <summary>Sessions that ended.</summary>
    public ILocator Recent => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Recent sessions" }).Locator("a.title");

    /// <summary>Projects.</summary>
    public ILocator Projects => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Sessions by project" }).Locator("tbody tr");
}
