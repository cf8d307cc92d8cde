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
        foreach (var (screen, view) in s_screens)
        {
            await Tab.BrowseAsync(await setup.ChromiumAsync(), server, view, async tab =>
            {
                foreach (var (name, path) in pages)
                {
                    await tab.OpenAsync(path);
                    await tab.Page.EvaluateAsync("() => document.fonts.ready");
                    await tab.FitsAsync($"{path} at {view.Width} px");
                    await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, screen, name + ".png"), FullPage = view.Width > 1000 && !name.StartsWith("session-", StringComparison.Ordinal) });
                }
                if (screen == "light" && Environment.GetEnvironmentVariable(WriteVariable) == "1")
                    await WriteOverviewAsync(tab);
            });
        }
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
