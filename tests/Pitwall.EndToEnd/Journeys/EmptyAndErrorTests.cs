using System.Net;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Program;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

public sealed class EmptyAndErrorTests(Setup setup)
{
    [Fact]
    public async Task EmptyHome_EveryPage_SaysWhatToDoAndFillsByItself()
    {
        using var home = new AgentHome();
        await using var server = await Server.StartAsync(await setup.ProgramAsync(), home);
        await server.ImportedAsync();
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            foreach (var path in (string[])["/sessions", "/usage", "/search", "/search?q=anything", "/status", "/"])
            {
                await tab.OpenAsync(path);
                await tab.FitsAsync($"{path} without any session");
                await Expect(tab.Page.Locator("main")).ToContainTextAsync(path switch
                {
                    "/usage" => "No model calls in this range",
                    "/search" => "What are you looking for?",
                    "/search?q=anything" => "Nothing found",
                    "/status" => ".claude/projects",
                    _ => "No transcripts found yet",
                });
                var name = path is "/" ? "overview" : path.Trim('/').Replace("?q=", "-", StringComparison.Ordinal);
                await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, "empty", name + ".png"), FullPage = true });
            }
            await Expect(tab.Page.Locator("main")).ToContainTextAsync(Path.Combine(home.Home, ".claude", "projects"));

            // The first session of a newcomer shows up without anything being pressed.
            await tab.Page.Locator("#live[data-state=live]").WaitForAsync();
            ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/first", "f1f1f1f1-0000-4000-8000-000000000001", TimeProvider.System.GetUtcNow()).Prompt("My very first prompt").Answer("Hello.");
            await Expect(tab.Page.Locator("main")).ToContainTextAsync("My very first prompt");
        });
    }

    [Fact]
    public Task UnknownAddress_ShowsAPageThatLeadsOn() => setup.BrowseAsync(View.Light, async tab =>
    {
        foreach (var path in (string[])["/no-such-page", "/sessions/no-such-session", $"/sessions/{Workshop.Checkout}/records/12345"])
        {
            await tab.OpenAsync(path, 404);
            await Expect(tab.Page.Locator("h1")).ToContainTextAsync("There is no such");
            await tab.FitsAsync(path);
        }
        await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, "not-found.png") });
        await tab.Page.Locator("main").GetByText("All sessions").ClickAsync();
        await tab.Page.WaitForURLAsync("**/sessions");
    });

    [Fact]
    public Task ErrorPage_SaysWhatToDo() => setup.BrowseAsync(View.Light, async tab =>
    {
        await tab.OpenAsync("/error", 500);
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Pitwall could not show this page");
        await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Tab.ScreenshotFolder, "error.png") });
    });

    [Theory]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/sessions/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/sessions?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/sessions?cursor=xyz", HttpStatusCode.BadRequest)]
    [InlineData("/api/sessions?since=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/api/sessions?sort=best", HttpStatusCode.BadRequest)]
    [InlineData("/api/search", HttpStatusCode.BadRequest)]
    [InlineData("/api/usage/hourly", HttpStatusCode.BadRequest)]
    [InlineData("/api/usage/daily?timezone=Mars", HttpStatusCode.BadRequest)]
    public async Task Api_AskedWrongly_AnswersAProblemWithASentence(string path, HttpStatusCode status)
    {
        var server = await setup.WorkshopAsync();
        using var answer = await server.Client.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.EndsWith(".", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
