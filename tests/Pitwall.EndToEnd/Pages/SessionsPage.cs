using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;

namespace Pitwall.EndToEnd.Pages;

/// <summary>The list of sessions.</summary>
internal sealed class SessionsPage(Tab tab)
{
    public Task OpenAsync(string query = "") => tab.OpenAsync("/sessions" + query);

    public ILocator Titles => tab.Page.Locator("#results tbody a.title");

    public ILocator Rows => tab.Page.Locator("#results tbody tr");

    public ILocator Text => tab.Page.Locator("#text");

    /// <summary>Chooses from one of the lists, by the name of its field.</summary>
    public Task ChooseAsync(string field, string value) => Field(field).SelectOptionAsync(value);

    public ILocator Field(string name) => tab.Page.Locator($".filters [name={name}]");

    /// <summary>Sorts by a column.</summary>
    public Task SortAsync(string column) => tab.Page.Locator("#results thead").GetByRole(AriaRole.Link, new() { Name = column }).ClickAsync();

    /// <summary>Every title of the page, in order.</summary>
    public async Task<IReadOnlyList<string>> AllTitlesAsync() => await Titles.AllInnerTextsAsync();
}
