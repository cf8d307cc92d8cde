using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pitwall.Sessions.Pages;
using Pitwall.Tests.Web;

namespace Pitwall.Tests.Sessions.Pages;

/// <summary>Every page over HTTP: with data, without, and with addresses that nobody should write.</summary>
public sealed class PagesTests
{
    private const string Session = "/sessions/" + SampleTimeline.EverythingId;

    public static TheoryData<string> Pages =>
    [
        "/", "/sessions", "/sessions?agent=codex&sort=cost", "/sessions?text=nothing-has-this-title", "/sessions?since=2026-11-01&until=2026-11-21&project=%2Fhome%2Fdev%2Finfra",
        "/usage", "/usage?range=all&by=week&stack=agent", "/usage?by=month&unit=tokens", "/usage?by=model", "/usage?by=project&stack=project", "/usage?by=agent", "/usage?by=activity&stack=activity", "/usage?by=session",
        "/usage?since=1999-01-01&until=1999-01-02", "/search", "/search?q=rounding", "/search?q=nothing-holds-this", "/status",
    ];

    public static TheoryData<string> Odd =>
    [
        "/sessions?sort=nonsense&since=yesterday&until=2026-99-99&cursor=", "/sessions?sort=99", "/usage?range=x&by=y&stack=z&unit=w&since=9999-12-31&until=0001-01-01", "/usage?until=9999-12-31",
        "/sessions?project=%3Cscript%3Ealert(1)%3C%2Fscript%3E&until=9999-12-31&since=0001-01-01", "/search?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        Session + "?at=999999999999&after=abc", Session + "?at=0", Session + "?end=1&turn=99999999999999999999", Session + "?before=1", Session + "?after=5&turn=-3&from=-1",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WithData_IsValid(string path)
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        HtmlCheck.Valid(await server.GetAsync(path));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WithoutData_IsValid(string path)
    {
        await using var server = await PageServer.StartAsync(SampleData.Empty());
        HtmlCheck.Valid(await server.GetAsync(path));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Page_WithAnOddAddress_StillAnswers(string path)
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        HtmlCheck.Valid(await server.GetAsync(path));
    }

    [Theory]
    [InlineData("/overview/body")]
    [InlineData("/overview/week")]
    [InlineData("/overview/days")]
    [InlineData("/overview/projects")]
    [InlineData("/overview/sessions")]
    [InlineData("/status/import")]
    [InlineData(Session + "/figures")]
    [InlineData(Session + "/calls")]
    [InlineData(Session + "/timeline?after=3&turn=1&from=1&live=1")]
    [InlineData(Session + "/records/8/row")]
    [InlineData(Session + "/records/8/body?full=1")]
    [InlineData(Session + "/records/10/text")]
    public async Task Fragment_IsAFragment(string path)
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        var html = await server.GetAsync(path);
        HtmlCheck.Valid(html, page: false);
        Assert.DoesNotContain("<html", html);
    }

    [Fact]
    public async Task Overview_WithoutTranscripts_SaysWhereItLooked()
    {
        var data = SampleData.Empty();
        data.Status = new StatusInfo { Roots = [new WatchedRoot("/home/dev/.claude/projects", "claude", false, "default")], Import = new ImportProgress { State = ImportState.Following } };
        await using var server = await PageServer.StartAsync(data);
        var html = await server.GetAsync("/");
        Assert.Contains("/home/dev/.claude/projects", html);
        Assert.Contains("CLAUDE_CONFIG_DIR", html);
        Assert.Contains("CODEX_HOME", html);
    }

    [Fact]
    public async Task Overview_WhileImporting_ShowsHowFar()
    {
        var data = SampleData.Rich(PageServer.Now);
        data.Status = new StatusInfo { Import = new ImportProgress { State = ImportState.Indexing, FilesDone = 288, FilesTotal = 703, BytesDone = 1, BytesTotal = 4, BytesPerSecond = 84_000_000, SecondsLeft = 3.6 } };
        await using var server = await PageServer.StartAsync(data);
        var html = await server.GetAsync("/");
        Assert.Contains("288 of 703 transcripts", html);
        Assert.Contains("80.1 MB/s", html);
        Assert.Contains("<progress value=\"1\" max=\"4\"", html);
    }

    [Fact]
    public async Task UnknownPage_Is404AndSaysWhereToGo()
    {
        await using var server = await PageServer.StartAsync(SampleData.Empty());
        foreach (var path in (string[])["/nope", "/sessions/none", "/sessions/none/figures", "/sessions/none/records/1", Session + "/records/77777"])
        {
            var (response, html) = await server.AskAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            HtmlCheck.Valid(html);
        }
        var (api, problem) = await server.AskAsync("/api/nope");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (api.StatusCode, api.Content.Headers.ContentType?.MediaType));
        Assert.Contains("openapi", problem);
    }

    [Fact]
    public async Task FailingStore_GivesTheErrorPage()
    {
        await using var server = await PageServer.StartAsync(new FailingData());
        var (response, html) = await server.AskAsync("/sessions");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        HtmlCheck.Valid(html);
        Assert.DoesNotContain("secret of the store", html);
    }

    [Fact]
    public async Task Theme_IsInThePageFromTheFirstByte()
    {
        await using var server = await PageServer.StartAsync(SampleData.Empty());
        Assert.Contains("<html lang=\"en\" data-theme=\"dark\">", await server.GetAsync("/", "pitwall-theme=dark"));
        Assert.Contains("<html lang=\"en\">", await server.GetAsync("/", "pitwall-theme=%22onload=x"));
    }

    [Fact]
    public async Task Assets_OfThePage_AreServedForEver()
    {
        await using var server = await PageServer.StartAsync(SampleData.Empty());
        var addresses = Regex.Matches(await server.GetAsync("/usage"), "(?:href|src)=\"(/assets/[^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.True(addresses.Count > 8);
        foreach (var address in addresses)
        {
            var (response, _) = await server.AskAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        }
        var (old, _) = await server.AskAsync("/assets/000000000000/css/base.css");
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (old.StatusCode, old.Headers.CacheControl?.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, (await server.AskAsync($"/assets/x/..%2f..%2fappsettings.json")).Response.StatusCode);
        Assert.Equal("image/svg+xml", (await server.AskAsync("/favicon.ico")).Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Start_WritesNoKeysIntoTheHomeFolder()
    {
        await using var server = await PageServer.StartAsync(SampleData.Empty());
        var options = server.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        Assert.Equal("KeysInMemory", options.XmlRepository?.GetType().Name);
        Assert.NotEmpty(options.XmlRepository!.GetAllElements());
    }

    [Fact]
    public async Task Sessions_PagesFollowEachOtherWithoutGaps()
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        var seen = new List<string>();
        for (var path = "/sessions?sort=tokens"; path is not null;)
        {
            var html = await server.GetAsync(path);
            seen.AddRange(Regex.Matches(html, "class=\"title\" href=\"/sessions/([^\"]+)\"").Select(m => m.Groups[1].Value));
            path = Regex.Match(html, "href=\"([^\"]+)\" rel=\"next\"") is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
            Assert.True(path is null || path.Contains("sort=tokens", StringComparison.Ordinal));
        }
        Assert.Equal(91, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Search_MarksTheMatchAndLinksToTheRecord()
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        var html = await server.GetAsync("/search?q=banker");
        Assert.Contains("<mark>banker</mark>", html);
        Assert.Contains($"href=\"{Session}?at=2#r2\"", html);
    }
}
