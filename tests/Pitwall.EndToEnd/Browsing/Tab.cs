using Microsoft.Playwright;
using Pitwall.EndToEnd.Program;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Browsing;

/// <summary>
/// A tab in a browser profile of its own that keeps an eye on everything that goes wrong behind the page: console errors,
/// errors in scripts, violations of the content-security policy, failed requests and error answers.
/// </summary>
internal sealed class Tab
{
    private readonly List<string> _problems = [];
    private readonly HashSet<int> _expected = [];

    private Tab(IPage page, Server server) => (Page, Server) = (page, server);

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The server it talks to.</summary>
    public Server Server { get; }

    /// <summary>Where screenshots go; not committed.</summary>
    public static string ScreenshotFolder => Path.Combine(TestData.Repository, "artifacts", "screenshots");

    /// <summary>Runs a journey; afterwards nothing may have gone wrong behind the page. A journey that fails leaves a screenshot.</summary>
    public static async Task BrowseAsync(Chromium chromium, Server server, View view, Func<Tab, Task> journey)
    {
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = server.Url.ToString(),
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            ColorScheme = view.Scheme,
            Locale = "en-GB",
            TimezoneId = "UTC",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        // Chromium tells the console of most violations, not of all.
        await context.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));");
        var tab = new Tab(await context.NewPageAsync(), server);
        tab.Watch();
        try
        {
            await journey(tab);
        }
        catch (Exception e)
        {
            var picture = Path.Combine(ScreenshotFolder, "failures", $"{TestContext.Current.TestMethod?.MethodName}-{view.Width}.png");
            await tab.Page.ScreenshotAsync(new() { Path = picture });
            throw new JourneyException($"At {tab.Page.Url}: {e.Message}\nScreenshot: {picture}{tab.Told()}\n{server.Run.Printed}", e);
        }
        Assert.True(tab._problems.Count == 0, $"Behind the page something went wrong.{tab.Told()}\n{server.Run.Printed}");
    }

    /// <summary>Opens an address of the server and waits until its scripts ran.</summary>
    public async Task OpenAsync(string path, int status = 200)
    {
        if (status != 200)
            _expected.Add(status);
        var answer = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        Assert.Equal(status, answer!.Status);
    }

    /// <summary>Whether the page can be scrolled sideways, which it never should.</summary>
    public async Task FitsAsync(string what)
    {
        var (content, window) = (await Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), await Page.EvaluateAsync<int>("innerWidth"));
        if (content <= window)
            return;
        // Name what sticks out: the deepest elements beyond the edge that no box of theirs clips.
        var culprits = await Page.EvaluateAsync<string>(
            """
            [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
              .slice(-6).map(e => `<${e.tagName.toLowerCase()} class="${e.className}"> ${Math.round(e.getBoundingClientRect().right)}px ${(e.textContent || '').trim().slice(0, 40)}`).join('\n')
            """);
        Assert.Fail($"{what} scrolls sideways: {content} px in a window of {window} px.\n{culprits}");
    }

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            // Chromium reports an answer that the test asked for on purpose as an error, too.
            if (message.Type == "error" && !_expected.Any(status => message.Text.Contains($"status of {status} ", StringComparison.Ordinal)))
                Add($"console: {message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => Add($"script: {error}");
        Page.RequestFailed += (_, request) =>
        {
            // A page that is left, and a filter typed on, end their own requests.
            if (request.Failure != "net::ERR_ABORTED")
                Add($"request: {request.Method} {request.Url} {request.Failure}");
        };
        Page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && !_expected.Contains(answer.Status))
                Add($"answer: {answer.Status} for {answer.Request.Method} {answer.Url}");
        };
    }

    private void Add(string problem)
    {
        lock (_problems)
            _problems.Add(problem);
    }

    private string Told()
    {
        lock (_problems)
            return string.Concat(_problems.Select(p => "\n  " + p));
    }
}

/// <summary>A journey through the pages failed.</summary>
internal sealed class JourneyException(string message, Exception inner) : Exception(message, inner);
