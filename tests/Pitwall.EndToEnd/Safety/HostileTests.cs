using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Pages;
using Pitwall.EndToEnd.Program;
using static Microsoft.Playwright.Assertions;

namespace Pitwall.EndToEnd.Safety;

/// <summary>One server on transcripts that attack; what they hold may be shown as text and never be obeyed.</summary>
public sealed class HostileServer(Setup setup) : IAsyncLifetime
{
    private readonly AgentHome _home = new();

    internal Server Server { get; private set; } = null!;

    internal AgentHome Home => _home;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Hostile.Write(_home, TimeProvider.System.GetUtcNow());
        Server = await Server.StartAsync(await setup.ProgramAsync(), _home);
        await Server.ImportedAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _home.Dispose();
    }
}

public sealed class HostileTests(Setup setup, HostileServer hostile) : IClassFixture<HostileServer>
{
    private static readonly string[] s_lists = ["/", "/sessions", "/sessions?sort=cost", "/search?q=needle", "/search?q=marker", "/search?q=password", "/usage?range=all&by=project", "/usage?range=all&by=model&stack=model", "/usage?range=all&by=session", "/status"];

    [Fact]
    public async Task Pages_OfHostileTranscripts_RunNothingLoadNothingAndFit()
    {
        var server = hostile.Server;
        var ids = (await server.ItemsAsync("/api/sessions")).Select(s => s.GetProperty("id").GetString()!).ToList();
        Assert.Equal(Hostile.Ids.Count + 3, ids.Count);
        await Tab.BrowseAsync(await setup.ChromiumAsync(), server, View.Light, async tab =>
        {
            foreach (var path in s_lists.Concat(ids.Select(id => "/sessions/" + Uri.EscapeDataString(id))))
            {
                await tab.OpenAsync(path);
                await tab.Page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(d => { d.open = true; })");
                await Expect(tab.Page.Locator("main details .op-body.loading")).ToHaveCountAsync(0);
                Assert.False(await tab.Page.EvaluateAsync<bool>("() => '__owned' in window"), $"A script of the transcript ran on {path}.");
                Assert.Equal("", await tab.Page.EvaluateAsync<string>(
                    """
                    () => [...document.querySelectorAll('main a[href], main img, main iframe, main object, main embed, main style, main script, main form[action], main [onclick], main [onerror], main [onload]')]
                      .filter(e => !e.matches('a') || !['http:', 'https:', 'mailto:'].includes(e.protocol)).filter(e => !e.matches('form[action^="/"]'))
                      .map(e => e.outerHTML.slice(0, 200)).join('\n')
                    """));
                await tab.FitsAsync(path);
            }
        });
    }

    [Fact]
    public async Task Links_ToSessionsWithTrickyIds_LeadToThem() => await Tab.BrowseAsync(await setup.ChromiumAsync(), hostile.Server, View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        for (var i = 0; i < Hostile.Ids.Count; i++)
        {
            await list.OpenAsync($"?text=marker{i}");
            await list.Titles.ClickAsync();
            await Expect(new SessionPage(tab).Title).ToContainTextAsync($"marker{i}");
        }
    });

    [Fact]
    public async Task Link_ToASessionWhoseIdHoldsAnEscapedSlash_LeadsToIt() => await Tab.BrowseAsync(await setup.ChromiumAsync(), hostile.Server, View.Light, async tab =>
    {
        var list = new SessionsPage(tab);
        await list.OpenAsync("?text=disguise");
        await list.Titles.ClickAsync();
        await Expect(new SessionPage(tab).Title).ToContainTextAsync("A slash in disguise");
    });

    [Fact]
    public async Task Secrets_InPagesListsSearchAndApi_AreNowhere()
    {
        var server = hostile.Server;
        var leaks = new List<string>();
        var looked = 0;
        async Task LookAsync(string path)
        {
            var text = await server.TextAsync(path);
            looked++;
            if (text.Contains(Hostile.SecretPart, StringComparison.Ordinal))
                leaks.Add($"{path}: …{text.Substring(Math.Max(0, text.IndexOf(Hostile.SecretPart, StringComparison.Ordinal) - 120), 120)}");
            if (text.Contains("hunter2hunter2", StringComparison.Ordinal))
                leaks.Add($"{path}: the password");
        }

        foreach (var path in s_lists)
            await LookAsync(path);
        foreach (var path in (string[])["/api/sessions", "/api/search?q=needle", "/api/search?q=key", "/api/search?q=ANTHROPIC_API_KEY", "/api/usage/session", "/api/usage/daily", "/api/status"])
            await LookAsync(path);
        foreach (var session in (await server.ItemsAsync("/api/sessions")).Where(s => s.GetProperty("id").GetString() is not (Hostile.EscapedSlash or Hostile.Coloured)))
        {
            var id = Uri.EscapeDataString(session.GetProperty("id").GetString()!);
            foreach (var path in (string[])[$"/api/sessions/{id}", $"/api/sessions/{id}/timeline?limit=500", $"/sessions/{id}"])
                await LookAsync(path);
            foreach (var item in await server.ItemsAsync($"/api/sessions/{id}/timeline"))
                await LookAsync($"/sessions/{id}/records/{item.GetProperty("id").GetInt64()}");
        }
        Assert.InRange(looked, 40, 1000);
        Assert.True(leaks.Count == 0, $"{leaks.Count} answers hold a secret of a transcript:\n{string.Join('\n', leaks.Take(12))}");

        // Nor does what the program printed, or prints for a person.
        Assert.DoesNotContain(Hostile.SecretPart, server.Run.Printed, StringComparison.Ordinal);
        var list = await (await setup.ProgramAsync()).OutputAsync(hostile.Home, "sessions", "list", "--limit", "50");
        Assert.DoesNotContain(Hostile.SecretPart, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_InColouredOutput_IsMaskedToo()
    {
        // What grep --color prints: the letter that ends the colour's escape stands right before the secret.
        foreach (var path in (string[])[$"/sessions/{Hostile.Coloured}", $"/api/sessions/{Hostile.Coloured}/timeline", "/search?q=coloured", "/api/search?q=coloured"])
        {
            var text = await hostile.Server.TextAsync(path);
            Assert.Contains("coloured", text, StringComparison.Ordinal);
            Assert.False(text.Contains(Hostile.SecretPart, StringComparison.Ordinal), $"{path} shows a secret that was printed in colour.");
        }
    }

    [Theory]
    [InlineData("sessions", "list")]
    [InlineData("usage", "session")]
    [InlineData("usage", "daily", "--breakdown")]
    [InlineData("status")]
    public async Task CommandLine_OfHostileTranscripts_PrintsNoEscapeOfTheirs(params string[] arguments)
    {
        var output = await (await setup.ProgramAsync()).OutputAsync(hostile.Home, arguments);
        Assert.NotEqual("", output);
        Assert.DoesNotContain(output, c => c is '\u001b' or '\u0007' or '\u009b' or '\u202e');
    }

    [Fact]
    public async Task HugeFields_AreCutOnThePageAndNotInTheWhole()
    {
        var page = await hostile.Server.TextAsync("/sessions/40000000-0000-4000-8000-000000000001");
        Assert.InRange(page.Length, 1000, 1_000_000);
        Assert.Contains("Show all", page, StringComparison.Ordinal);
    }
}
