using Microsoft.Playwright;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Program;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Journeys;

/// <summary>
/// Every page on every kind of screen, with real sessions where the shared data is present: nothing may need to be scrolled
/// sideways. The pictures are for people to look at.
/// </summary>
public sealed class ScreenshotTests(Setup setup)
{
    private const string WriteVariable = "PITWALL_WRITE_SCREENSHOTS";
    private const int MostBytesOfThePicture = 300_000;

    private static readonly (string Name, View View)[] s_screens =
        [("light", View.Light), ("dark", View.Dark), ("narrow", View.Narrow), ("narrow-dark", View.NarrowDark), ("wide", View.Wide)];

    [Fact]
    public async Task EveryPage_OnEveryScreen_FitsAndIsPictured()
    {
        using var home = new AgentHome();
        Showroom.Fill(home, TimeProvider.System.GetUtcNow());
        await using var server = await Server.StartAsync(await setup.ProgramAsync(), home);
        await server.ImportedAsync();
        var pages = await PagesAsync(server);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            foreach (var (name, path) in pages)
            {
                await tab.OpenAsync(path);
                await tab.Page.EvaluateAsync("() => document.fonts.ready");
                foreach (var (screen, view) in s_screens)
                {
                    // The window is resized under the open page, as people do.
                    await tab.Page.SetViewportSizeAsync(view.Width, view.Height);
                    await tab.Page.EmulateMediaAsync(new() { ColorScheme = view.Scheme });
                    await tab.FitsAsync($"{path} at {view.Width} px");
                    var whole = view.Width < 2000 && !name.StartsWith("session-", StringComparison.Ordinal);
                    await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, screen, name + ".png"), FullPage = whole });
                }
                await tab.Page.SetViewportSizeAsync(View.Light.Width, View.Light.Height);
                await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            }
            await UnfoldedAsync(tab);
            if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
                await WriteOverviewAsync(tab);
        });
    }

    /// <summary>A session with everything open: diffs, commands, results, the sub-agent.</summary>
    private static async Task UnfoldedAsync(Tab tab)
    {
        await tab.OpenAsync($"/sessions/{Workshop.Checkout}");
        await tab.Page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(d => { d.open = true; })");
        await tab.Page.GetByText("Three places round: Total.cs, Tax.cs, Tip.cs.").WaitForAsync();
        foreach (var (screen, view) in s_screens)
        {
            await tab.Page.SetViewportSizeAsync(view.Width, view.Height);
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = view.Scheme });
            await tab.FitsAsync($"the unfolded session at {view.Width} px");
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, screen, "session-unfolded.png"), FullPage = view.Width < 2000 });
        }
        await tab.Page.SetViewportSizeAsync(View.Light.Width, View.Light.Height);
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static async Task<(string Name, string Path)[]> PagesAsync(Server server)
    {
        var sessions = await server.ItemsAsync("/api/sessions");
        var big = sessions.MaxBy(s => s.GetProperty("operations").GetInt64()).GetProperty("id").GetString()!;
        var children = sessions.MaxBy(s => s.GetProperty("subagents").GetInt64()).GetProperty("id").GetString()!;
        return
        [
            ("overview", "/"), ("sessions", "/sessions"), ("sessions-by-cost", "/sessions?sort=cost"), ("sessions-none", "/sessions?text=zzz"),
            ("session-big", $"/sessions/{Uri.EscapeDataString(big)}"), ("session-subagents", $"/sessions/{Uri.EscapeDataString(children)}"),
            ("session-checkout", $"/sessions/{Workshop.Checkout}"), ("session-end", $"/sessions/{Uri.EscapeDataString(big)}?end=1#tail"),
            ("usage", "/usage"), ("usage-all-tokens", "/usage?range=all&unit=tokens&by=model"), ("usage-session", "/usage?range=all&by=session&stack=project"), ("usage-activity", "/usage?range=90&by=activity&stack=activity"),
            ("search", "/search"), ("search-hits", "/search?q=error"), ("search-none", "/search?q=zzzunheardof"), ("status", "/status"),
        ];
    }

    private static async Task WriteOverviewAsync(Tab tab)
    {
        var path = Path.Combine(TestData.Repository, "docs", "overview.png");
        await tab.OpenAsync("/");
        await tab.Page.ScreenshotAsync(new() { Path = path });
        Assert.InRange(new FileInfo(path).Length, 1, MostBytesOfThePicture);
    }
}
