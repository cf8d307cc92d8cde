using System.Text.Json;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using Pitwall.EndToEnd.Program;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Journeys;

/// <summary>How soon what an agent writes is on the open page. Alone on the machine: other tests would be measured too.</summary>
[Collection(nameof(Alone))]
public sealed class LiveTests(Setup setup, ITestOutputHelper output)
{
    private const long MostMilliseconds = 1000;
    private const int Appends = 5;

    // Ends with the time at which the text is in the page. Both clocks are this machine's.
    private const string WhenShown =
        """
        ([selector, text]) => new Promise((resolve, reject) => {
          const check = () => [...document.querySelectorAll(selector)].some(e => e.textContent.includes(text)) && (resolve(Date.now()), true);
          if (check()) return;
          const observer = new MutationObserver(() => check() && observer.disconnect());
          observer.observe(document.body, { childList: true, subtree: true, characterData: true });
          setTimeout(() => reject(new Error(`'${text}' did not appear`)), 10000);
        })
        """;

    [Fact]
    public async Task AppendedLines_OnTheOpenPageOfTheirSession_WithinASecond()
    {
        using var home = new AgentHome();
        var transcript = Begin(home, "11fe0000-0000-4000-8000-000000000001", "Watch me work");
        await using var server = await StartAsync(home);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            var session = new SessionPage(tab);
            await session.OpenAsync(transcript.SessionId);
            await session.LiveAsync();
            var taken = new List<long>();
            for (var i = 0; i < Appends; i++)
                taken.Add(await MeasureAsync(tab, ".timeline-main", $"Live line {i}", text => transcript.Answer(text)));
            output.WriteLine($"From the write to the page: {string.Join(", ", taken)} ms, worst {taken.Max()} ms of {MostMilliseconds} ms allowed.");
            Assert.True(taken.Max() <= MostMilliseconds, $"A line took {taken.Max()} ms from the transcript to the page ({string.Join(", ", taken)}); it must be there within {MostMilliseconds} ms.");

            // Each once, in order, and the figures follow.
            await Expect(session.Answers).ToHaveCountAsync(1 + Appends);
            await Expect(tab.Page.Locator("#figures .figure", new() { HasText = "Prompts" })).ToContainTextAsync($"{1 + Appends} answers");
        });
    }

    [Fact]
    public async Task ToolCall_StartedAndFinishedWhileThePageIsOpen_ChangesInPlace()
    {
        using var home = new AgentHome();
        var transcript = Begin(home, "11fe0000-0000-4000-8000-000000000002", "Run the tests");
        await using var server = await StartAsync(home);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            var session = new SessionPage(tab);
            await session.OpenAsync(transcript.SessionId);
            await session.LiveAsync();
            transcript.Call("toolu_live", "Bash", new { command = "make test" });
            await Expect(session.Operation("make test")).ToContainTextAsync("running");
            transcript.Result("toolu_live", "All 99 tests passed");
            await Expect(session.Operation("make test")).Not.ToContainTextAsync("running");
            await session.Operation("make test").Locator("summary").First.ClickAsync();
            await Expect(session.Operation("make test").GetByText("All 99 tests passed")).ToBeVisibleAsync();
            await Expect(session.Operation("make test")).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task HalfALine_IsShownWhenItIsWhole()
    {
        using var home = new AgentHome();
        var transcript = Begin(home, "11fe0000-0000-4000-8000-000000000003", "Write slowly");
        await using var server = await StartAsync(home);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            var session = new SessionPage(tab);
            await session.OpenAsync(transcript.SessionId);
            await session.LiveAsync();
            var other = new FileInfo(transcript.FilePath).Length;
            transcript.Answer("Half and half again");
            var line = (await File.ReadAllBytesAsync(transcript.FilePath))[(int)other..];
            await using (var file = new FileStream(transcript.FilePath, FileMode.Open))
                file.SetLength(other + line.Length / 2);
            await using (var file = new FileStream(transcript.FilePath, FileMode.Append))
                await file.WriteAsync(line.AsMemory(line.Length / 2));
            await Expect(session.Answers).ToHaveCountAsync(2);
            await Expect(session.Answers.Last).ToContainTextAsync("Half and half again");
        });
    }

    [Fact]
    public async Task NewSession_WhileTheOverviewIsOpen_IsRunningNow()
    {
        using var home = new AgentHome();
        Begin(home, "11fe0000-0000-4000-8000-000000000004", "An old friend");
        await using var server = await StartAsync(home);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            var overview = new OverviewPage(tab);
            await overview.OpenAsync();
            await tab.Page.Locator("#live[data-state=live]").WaitForAsync();
            await Expect(overview.Running).ToHaveTextAsync(["An old friend"]);
            // A project that is seen for the first time: its folder is not watched yet.
            var taken = await MeasureAsync(tab, "#latest", "A brand new session", text =>
                ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/new-project", "11fe0000-0000-4000-8000-000000000005", TimeProvider.System.GetUtcNow()).Prompt(text).Answer("Yes."));
            output.WriteLine($"From the first line of a session to the overview: {taken} ms.");
            Assert.InRange(taken, 0, MostMilliseconds);
            await Expect(overview.Running).ToHaveTextAsync(["A brand new session", "An old friend"]);
            // Two calls of a cent or so more: the week follows a little later.
            var weeks = (await server.JsonAsync("/api/usage/weekly")).GetProperty("totals");
            await Expect(overview.Figure("Model calls this week")).ToHaveTextAsync($"{weeks.GetProperty("calls").GetInt64()}");
        });
    }

    [Fact]
    public async Task Live_ResumedByLastEventId_GetsWhatItMissed()
    {
        using var home = new AgentHome();
        var transcript = Begin(home, "11fe0000-0000-4000-8000-000000000006", "Listen");
        await using var server = await StartAsync(home);

        await using var watcher = await EventStream.OpenAsync(server);
        string seen;
        await using (var first = await EventStream.OpenAsync(server))
        {
            transcript.Answer("one");
            seen = (await first.NextAsync("session")).Id;
            Assert.NotEqual("", seen);
        }
        // While the first listener is away.
        await watcher.NextAsync("session");
        transcript.Answer("two");
        var missed = await watcher.NextAsync("session", e => e.Id != seen);

        await using var again = await EventStream.OpenAsync(server, seen);
        var resumed = await again.NextAsync("session");
        Assert.Equal(missed.Id, resumed.Id);
        Assert.Equal(missed.Data.GetProperty("lastRecordId").GetInt64(), resumed.Data.GetProperty("lastRecordId").GetInt64());
        Assert.DoesNotContain("gap", again.Names);

        // Of another life of the server: told to look again instead of losing something quietly.
        await using var stranger = await EventStream.OpenAsync(server, "18f00000-7");
        Assert.Equal(JsonValueKind.Object, (await stranger.NextAsync("gap")).Data.ValueKind);
    }

    private async Task<Server> StartAsync(AgentHome home)
    {
        var server = await Server.StartAsync(await setup.ProgramAsync(), home);
        await server.ImportedAsync();
        return server;
    }

    private static ClaudeTranscript Begin(AgentHome home, string id, string prompt) =>
        ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/live", id, TimeProvider.System.GetUtcNow().AddSeconds(-30)).Prompt(prompt).Answer("Working.");

    private static async Task<long> MeasureAsync(Tab tab, string selector, string text, Action<string> write)
    {
        var shown = tab.Page.EvaluateAsync<long>(WhenShown, new[] { selector, text });
        // The page must be waiting before the clock starts.
        await tab.Page.EvaluateAsync("() => 1");
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        write(text);
        return await shown - start;
    }
}
