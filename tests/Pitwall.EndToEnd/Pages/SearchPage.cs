using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;

namespace Pitwall.EndToEnd.Pages;

/// <summary>The search.</summary>
internal sealed class SearchPage(Tab tab)
{
    public Task OpenAsync(string query = "") => tab.OpenAsync("/search" + query);

    public ILocator Box => tab.Page.Locator("#q");

    public ILocator Hits => tab.Page.Locator("li.hit");

    public ILocator Marks => tab.Page.Locator("li.hit mark");
}
