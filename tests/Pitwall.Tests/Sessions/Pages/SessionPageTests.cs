using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Pitwall.Sessions.Reading;
using Pitwall.Tests.Web;

namespace Pitwall.Tests.Sessions.Pages;

/// <summary>The page of a session: its parts, its hostile contents, and how it is loaded piece by piece.</summary>
public sealed class SessionPageTests
{
    private const string Session = "/sessions/" + SampleTimeline.EverythingId;

    [Fact]
    public async Task Session_ShowsEveryKindOfRecord()
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        var html = await server.GetAsync(Session);
        HtmlCheck.Valid(html);
        foreach (var text in (string[])["<strong>one cent off</strong>", "Thinking", "exit-code", "string-not-found", "rejected", "Context compacted", "529 overloaded_error", "Turn 1", "Explore"])
            Assert.Contains(text, html);
        Assert.Contains("<span class=\"tool-name\" title=\"mcp__tracker__create_issue\">create_issue</span>", html);
        Assert.Matches("class=\"op failed error\"", html);
        Assert.Contains("class=\"a\"", html);
        Assert.Contains("class=\"d\"", html);
    }

    [Fact]
    public async Task Session_OfHostileRecords_RunsNothing()
    {
        const string Evil = "<script>alert(1)</script> \u001b[31mred\u001b[0m \u202etxt.exe \"><img src=x onerror=alert(1)> [x](javascript:alert(1))";
        string[] kinds = ["prompt", "answer", "thinking", "event", "compaction", "api_error", "summary", "other", "kind \"><script>alert(1)</script>"];
        List<TimelineItem> items = [.. kinds.Select((kind, i) => SampleTimeline.Item(i + 1, kind, Evil, label: Evil))];
        items.Add(SampleTimeline.Tool(50, Evil, new { command = Evil, description = Evil, extra = new[] { Evil } }, Evil, Evil, "error", errorClass: Evil));
        items.Add(SampleTimeline.Tool(51, "Edit", new { file_path = Evil, old_string = Evil, new_string = Evil + "\n" + Evil }, Evil, Evil));
        items.Add(SampleTimeline.Tool(52, "TodoWrite", new { todos = new[] { new { content = Evil, status = Evil } } }, Evil, Evil));
        items.Add(SampleTimeline.Tool(53, "Task", new { subagent_type = Evil, prompt = Evil }, Evil, Evil, child: "x/\"><script>alert(1)</script>"));
        items.Add(SampleTimeline.Tool(54, "x", "not json " + Evil, Evil, Evil, "running"));
        await using var server = await PageServer.StartAsync(SampleData.With(PageServer.Now, items));
        foreach (var path in (string[])["/sessions/own", .. items.SelectMany(i => (string[])[$"/sessions/own/records/{i.Id}", $"/sessions/own/records/{i.Id}/body", $"/sessions/own/records/{i.Id}/row", $"/sessions/own/records/{i.Id}/text"])])
        {
            var html = await server.GetAsync(path);
            HtmlCheck.Valid(html, page: html.StartsWith("<!DOCTYPE", StringComparison.Ordinal));
            Assert.DoesNotContain("<script>alert", html);
            Assert.DoesNotContain("<img", html);
            Assert.DoesNotMatch("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]|&#x1B;", html);
        }
    }

    [Fact]
    public async Task Session_WithASlashInItsId_IsFoundEitherWay()
    {
        await using var server = await PageServer.StartAsync(SampleData.Rich(PageServer.Now));
        var html = await server.GetAsync("/sessions/" + Uri.EscapeDataString(SampleTimeline.ChildId));
        Assert.Contains("Find every place that rounds money", html);
        Assert.Contains($"href=\"{Session}\"", html);
        var (response, _) = await server.AskAsync("/sessions/" + SampleTimeline.ChildId + "?at=5");
        Assert.Equal((HttpStatusCode.Found, $"{Session}%2Fagent-9f2c?at=5"), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task LongSession_LoadsPieceByPiece_EachRecordOnce()
    {
        await using var server = await PageServer.StartAsync(SampleData.With(PageServer.Now, Long(1_050)));
        var html = await server.GetAsync("/sessions/own");
        var ids = Ids(html);
        Assert.Equal(200, ids.Count);
        while (Regex.Match(html, "hx-get=\"([^\"]+)\" hx-trigger=\"revealed\"") is { Success: true } next)
        {
            html = await server.GetAsync(WebUtility.HtmlDecode(next.Groups[1].Value));
            HtmlCheck.Valid(html, page: false);
            ids.AddRange(Ids(html));
        }
        Assert.Equal(Enumerable.Range(1, 1_050).Select(i => (long)i), ids);
        Assert.Contains("id=\"tail\"", html);
    }

    [Fact]
    public async Task Session_LinkedAtARecord_OpensAroundIt_AndGoesBack()
    {
        await using var server = await PageServer.StartAsync(SampleData.With(PageServer.Now, Long(1_050)));
        var html = await server.GetAsync("/sessions/own?at=700");
        var ids = Ids(html);
        Assert.Equal((670, 899), (ids[0], ids[^1]));
        Assert.Contains(" here\" id=\"r700\"", html);
        var earlier = Regex.Match(html, "hx-get=\"([^\"]+before=670[^\"]*)\"").Groups[1].Value;
        Assert.Equal((470, 669), (Ids(await server.GetAsync(WebUtility.HtmlDecode(earlier)))[0], Ids(await server.GetAsync(WebUtility.HtmlDecode(earlier)))[^1]));
        Assert.Equal(1_050, Ids(await server.GetAsync("/sessions/own?end=1"))[^1]);
    }

    [Fact]
    public async Task RunningSession_TailGivesOnlyWhatIsNew()
    {
        var data = SampleData.Rich(PageServer.Now);
        await using var server = await PageServer.StartAsync(data);
        var tail = Tail(await server.GetAsync(Session));
        var nothing = await server.GetAsync(tail);
        Assert.Empty(Ids(nothing));
        Assert.Equal(tail, Tail(nothing));
        data.Append(SampleTimeline.EverythingId, SampleTimeline.Item(5_000, "answer", "Fresh from the transcript", SampleTimeline.EverythingId, at: PageServer.Now.ToUnixTimeMilliseconds()));
        var fresh = await server.GetAsync(tail);
        Assert.Equal([5_000], Ids(fresh));
        Assert.Contains("Fresh from the transcript", fresh);
        Assert.Contains("after=5000", Tail(fresh));
    }

    [Fact]
    public async Task HugeFields_AreCutUntilAskedFor()
    {
        var huge = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"w{i:0000} "));
        await using var server = await PageServer.StartAsync(SampleData.With(
            PageServer.Now, SampleTimeline.Item(1, "answer", huge), SampleTimeline.Tool(2, "Bash", new { command = "make" }, huge, "make")));
        var html = await server.GetAsync("/sessions/own");
        Assert.DoesNotContain("w8999", html);
        Assert.Contains("Show all 52.7 KB", html);
        Assert.Contains("w8999", await server.GetAsync("/sessions/own/records/1/text"));
        Assert.DoesNotContain("w8999", await server.GetAsync("/sessions/own/records/2/body"));
        Assert.Contains("w8999", await server.GetAsync("/sessions/own/records/2/body?full=1"));
    }

    private static List<TimelineItem> Long(int count) => [.. Enumerable.Range(1, count).Select(i => SampleTimeline.Item(i, i % 40 == 1 ? "prompt" : "answer", $"text {i}"))];

    private static List<long> Ids(string html) => [.. Regex.Matches(html, " id=\"r(\\d+)\"").Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static string Tail(string html) => WebUtility.HtmlDecode(Regex.Match(html, "id=\"tail\"[^>]* hx-get=\"([^\"]+)\"").Groups[1].Value);
}
