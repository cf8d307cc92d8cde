using Pitwall.Sessions.Pages.SessionDetail;
using Pitwall.Sessions.Reading;
using Pitwall.Tests.Web;

namespace Pitwall.Tests.Sessions.Pages;

public sealed class TurnLinesTests
{
    private static readonly CallPoint[] s_calls =
    [
        Call(110, 5, 1_000), Call(120, 7, 2_000), Call(130, 1, 9_000, "own/agent-1"), Call(210, 11, 3_000), Call(260, null, 3_500),
    ];

    [Fact]
    public void Draw_AddsUpTheCallsBetweenTwoPrompts()
    {
        var lines = new TurnLines("own", s_calls, 0, 0);
        var rows = lines.Draw([Prompt(1, 100), Answer(2, 110), Prompt(3, 200), Answer(4, 210)], closeLast: true);
        Assert.Equal([1, 0, 0, 2, 0, 0], rows.Select(r => r.Prompt));
        Assert.Equal([new Turn(1, 30, 3, 13, 0, 2_000), new Turn(2, 60, 2, 11, 1, 3_500)], rows.Where(r => r.Turn is not null).Select(r => r.Turn!));
    }

    [Fact]
    public void Draw_InTwoParts_GivesTheSameLines()
    {
        TimelineItem[] items = [Prompt(1, 100), Answer(2, 110), Prompt(3, 200), Answer(4, 210)];
        var whole = new TurnLines("own", s_calls, 0, 0).Draw(items, closeLast: true);
        for (var cut = 0; cut <= items.Length; cut++)
        {
            var first = new TurnLines("own", s_calls, 0, 0);
            var rows = first.Draw(items[..cut], closeLast: false).Concat(new TurnLines("own", s_calls, first.Turn, first.FromMs).Draw(items[cut..], closeLast: true));
            Assert.Equal(whole.Select(r => (r.Item, r.Turn, r.Prompt)), rows.Select(r => (r.Item, r.Turn, r.Prompt)));
        }
    }

    [Fact]
    public void Draw_PromptsInARow_AreOneTurn()
    {
        var rows = new TurnLines("own", s_calls, 0, 0).Draw([Prompt(1, 90), Prompt(2, 100), Answer(3, 110)], closeLast: true);
        Assert.Equal(new Turn(2, 170, 5, 24, 1, 3_500), Assert.Single(rows, r => r.Turn is not null).Turn);
    }

    [Fact]
    public void Draw_FromTheMiddle_HasNoNumbers()
    {
        var rows = new TurnLines("own", s_calls, -1, 0).Draw([Answer(4, 110), Prompt(5, 200), Answer(6, 210)], closeLast: true);
        Assert.All(rows, r => Assert.Equal(0, r.Prompt));
        Assert.Equal(0, Assert.Single(rows, r => r.Turn is not null).Turn!.Number);
    }

    [Fact]
    public void Draw_NamesAModelWhereItChanges()
    {
        TimelineItem[] items = [.. ((string[])["a", "a", "", "b", "a"]).Select((model, i) => Answer(i + 1, 100) with { Model = model })];
        Assert.Equal([true, false, false, true, true], new TurnLines("own", [], 0, 0).Draw(items, closeLast: false).Select(r => r.NamesModel));
        Assert.Equal([false, false, false, true, true], new TurnLines("own", [], 0, 0, continues: true).Draw(items, closeLast: false).Select(r => r.NamesModel));
    }

    private static TimelineItem Prompt(long id, long at) => SampleTimeline.Item(id, "prompt", "?", at: at);

    private static TimelineItem Answer(long id, long at) => SampleTimeline.Item(id, "answer", "!", at: at);

    private static CallPoint Call(long at, long? cost, long context, string session = "own") => new() { AtMs = at, SessionId = session, CostNanos = cost, CacheRead = context };
}
