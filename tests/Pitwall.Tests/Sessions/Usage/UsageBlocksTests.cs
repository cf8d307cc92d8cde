using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Usage;

public sealed class UsageBlocksTests
{
    [Fact]
    public void Block_BeginsAtTheFullHour_AndLastsFive()
    {
        var block = Assert.Single(Blocks(Cells.Now, "2026-01-01T10:59:59", "2026-01-01T15:00:00"));
        Assert.Equal((Cells.Ms("2026-01-01T10:00"), Cells.Ms("2026-01-01T15:00"), 2L), (block.StartMs, block.EndMs, block.Row.Calls));
        Assert.Equal("2026-01-01T10:00:00.000Z", block.Row.Period);
    }

    [Fact]
    public void Block_MoreThanFiveHoursAfterItsStart_ANewOneBegins()
    {
        var blocks = Blocks(Cells.Now, "2026-01-01T10:30", "2026-01-01T14:59", "2026-01-01T15:01");
        Assert.Equal([(Cells.Ms("2026-01-01T10:00"), 2L), (Cells.Ms("2026-01-01T15:00"), 1L)], blocks.Select(b => (b.StartMs, b.Row.Calls)));
    }

    [Fact]
    public void Block_AfterAPauseLongerThanAWindow_LeavesAGap()
    {
        var blocks = Blocks(Cells.Now, "2026-01-01T10:30", "2026-01-01T15:30:01");
        Assert.Equal([false, true, false], blocks.Select(b => b.IsGap));
        Assert.Equal((Cells.Ms("2026-01-01T15:30"), Cells.Ms("2026-01-01T15:30:01"), 0L), (blocks[1].StartMs, blocks[1].EndMs, blocks[1].Row.Calls));
    }

    [Fact]
    public void Block_APauseOfExactlyFiveHours_LeavesNoGap() =>
        Assert.Equal([false, false], Blocks(Cells.Now, "2026-01-01T10:30", "2026-01-01T15:30").Select(b => b.IsGap));

    [Fact]
    public void Block_ItsLastMoment_IsStillInIt()
    {
        var blocks = Blocks(Cells.Now, "2026-01-01T10:30", "2026-01-01T15:00", "2026-01-01T15:00:00.001");
        Assert.Equal([2L, 1L], blocks.Select(b => b.Row.Calls));
    }

    [Theory]
    [InlineData("2026-01-01T14:59:59", true)]
    [InlineData("2026-01-01T15:00:00", false)] // the window is over
    public void Block_Open_UntilItsEnd(string now, bool active)
    {
        var block = Assert.Single(Blocks(DateTimeOffset.FromUnixTimeMilliseconds(Cells.Ms(now)), "2026-01-01T10:30", "2026-01-01T11:30"));
        Assert.Equal(active, block.IsActive);
        Assert.Equal(active, block.Burn is not null);
    }

    [Fact]
    public void Burn_ProjectsToTheEndOfTheWindow()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Cells.Ms("2026-01-01T14:00"));
        var burn = Assert.Single(Blocks(now, "2026-01-01T10:30", "2026-01-01T11:30")).Burn!;
        // 20 tokens and $2 in an hour; one hour is left.
        Assert.Equal(20 / 60.0, burn.TokensPerMinute, 9);
        Assert.Equal(2, burn.DollarsPerHour, 9);
        Assert.Equal(60, burn.RemainingMinutes, 9);
        Assert.Equal(40, burn.ProjectedTokens, 9);
        Assert.Equal(4, burn.ProjectedDollars, 9);
    }

    [Fact]
    public void Burn_CallsAtOneMoment_HaveNoSpeed()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Cells.Ms("2026-01-01T11:00"));
        Assert.Null(Assert.Single(Blocks(now, "2026-01-01T10:30", "2026-01-01T10:30")).Burn);
    }

    private static IReadOnlyList<UsageBlock> Blocks(DateTimeOffset now, params string[] calls) =>
        UsageReports.Build(calls.Reverse().Select(c => Cells.At(c)), Cells.Query(UsagePeriod.Blocks), now).Blocks;
}
