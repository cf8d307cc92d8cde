using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;

namespace Pitwall.EndToEnd.Pages;

/// <summary>The page of one session.</summary>
internal sealed class SessionPage(Tab tab)
{
    public Task OpenAsync(string id, string query = "") => tab.OpenAsync($"/sessions/{Uri.EscapeDataString(id)}{query}");

    public ILocator Title => tab.Page.Locator("h1");

    public ILocator Prompts => tab.Page.Locator(".timeline-main article.prompt");

    public ILocator Answers => tab.Page.Locator(".timeline-main article.answer");

    /// <summary>A tool call by something its line says.</summary>
    public ILocator Operation(string target) => tab.Page.Locator("details.op", new() { HasText = target });

    /// <summary>The sub-agent inside the timeline.</summary>
    public ILocator Child => tab.Page.Locator("details.child");

    public ILocator Chart => tab.Page.Locator("#calls canvas");

    /// <summary>Waits until the page listens to what happens.</summary>
    public Task LiveAsync() => tab.Page.Locator("#live[data-state=live]").WaitForAsync();

    /// <summary>Whether it is on the screen.</summary>
    public static Task<bool> IsInViewAsync(ILocator element) =>
        element.EvaluateAsync<bool>("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }");
}
