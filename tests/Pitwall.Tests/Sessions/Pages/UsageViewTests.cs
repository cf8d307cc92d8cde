using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Pitwall.Sessions.Pages;
using Pitwall.Sessions.Pages.Overview;
using Pitwall.Sessions.Pages.UsageView;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;
using Pitwall.Testing;
using Pitwall.Tests.Web;

namespace Pitwall.Tests.Sessions.Pages;

public sealed class UsageViewTests
{
    private static readonly DateOnly s_today = new(2026, 11, 21);
    private readonly SampleData _data = SampleData.Rich(PageServer.Now);

    [Fact]
    public async Task EveryTable_HasTheSameTotal()
    {
        var cells = await _data.CellsAsync(new UsageQuery { TimeZone = TimeZoneInfo.Utc }, TestContext.Current.CancellationToken);
        var total = UsageSlice.Sum(cells);
        Assert.True(total.CostNanos > 0 && total.UnpricedCalls > 0);
        foreach (var (by, _) in UsageRequest.Tables)
        {
            var slices = UsageSlice.By(cells, by, TimeZoneInfo.Utc);
            Assert.Equal((total.CostNanos, total.Calls, total.UnpricedCalls, total.Usage.Total), (slices.Sum(s => s.CostNanos), slices.Sum(s => s.Calls), slices.Sum(s => s.UnpricedCalls), slices.Sum(s => s.Usage.Total)));
        }
    }

    [Theory]
    [InlineData("model", "cost", "90")]
    [InlineData("project", "tokens", "all")]
    [InlineData("activity", "tokens", "30")]
    public async Task Chart_HoldsEveryCell(string stack, string unit, string range)
    {
        var request = UsageRequest.From(Query($"?range={range}&stack={stack}&unit={unit}"), s_today);
        var cells = await _data.CellsAsync(request.ToQuery(TimeZoneInfo.Utc), TestContext.Current.CancellationToken);
        var chart = UsageChartData.From(cells, request, TimeZoneInfo.Utc);
        var expected = unit == "tokens" ? cells.Sum(c => c.Usage.Total) : cells.Sum(c => c.CostNanos) / 1e9;
        Assert.Equal(expected, chart.Series.Sum(s => s.Values.Sum()), 0.05);
        Assert.All(chart.Series, s => Assert.Equal(chart.Labels.Count, s.Values.Count));
    }

    [Fact]
    public void Chart_OfManyModels_FoldsTheSmallOnes()
    {
        var cells = Enumerable.Range(1, 20).Select(i => new UsageCell { FirstMs = PageServer.Now.ToUnixTimeMilliseconds(), Model = $"m{i}", CostNanos = i * 1_000_000_000L, Calls = 1 }).ToList();
        var chart = UsageChartData.From(cells, UsageRequest.From(Query(""), s_today), TimeZoneInfo.Utc);
        Assert.Equal(["m20", "m19", "m18", "m17", "m16", "15 others"], chart.Series.Select(s => s.Name));
        Assert.Equal(120, chart.Series[^1].Values.Sum());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?range=7&by=model&stack=agent&unit=tokens&project=%2Fa%20b&agent=codex")]
    [InlineData("?since=2026-11-01&until=2026-11-03")]
    [InlineData("?range=all")]
    public void Request_ReadsItsOwnAddress(string query)
    {
        var request = UsageRequest.From(Query(query), s_today);
        Assert.Equal(request, UsageRequest.From(Query(request.Url()["/usage".Length..]), s_today));
    }

    [Fact]
    public void Filter_ReadsItsOwnAddress()
    {
        var filter = FilterQuery.From(Query("?project=%2Fa%26b&agent=claude&model=m&branch=x%2Fy&text=a+b&since=2026-01-02&until=2026-01-03&sort=Errors&cursor=c"));
        Assert.Equal(filter, FilterQuery.From(Query(filter.Url("/sessions", "c")["/sessions".Length..])));
        Assert.Equal(new SessionFilter { Project = "/a&b", Agent = "claude", Model = "m", Branch = "x/y", Text = "a b", SinceMs = 1_767_312_000_000, UntilMs = 1_767_484_800_000, Sort = SessionSort.Errors }, filter.ToFilter(TimeZoneInfo.Utc));
        Assert.Equal("/sessions", new FilterQuery().Url("/sessions"));
    }

    [Fact]
    public async Task Week_IsHeldAgainstTheSameDaysOfTheLast()
    {
        var clock = new ManualTimeProvider(PageServer.Now);
        var week = await WeekModel.ReadAsync(_data, clock, TestContext.Current.CancellationToken);
        var lastWeek = await _data.UsageAsync(new UsageQuery { TimeZone = TimeZoneInfo.Utc, Since = new DateOnly(2026, 11, 9), Until = new DateOnly(2026, 11, 14) }, TestContext.Current.CancellationToken);
        var thisWeek = await _data.UsageAsync(new UsageQuery { TimeZone = TimeZoneInfo.Utc, Since = new DateOnly(2026, 11, 16), Until = s_today }, TestContext.Current.CancellationToken);
        Assert.Equal((thisWeek.Totals.CostNanos, lastWeek.Totals.CostNanos), (week.Week.CostNanos, week.LastWeek.CostNanos));
        Assert.Equal((WeekModel.Weeks, WeekModel.Days), (week.ByWeek.Count, week.ByDay.Count));
        Assert.Equal(s_today, week.ByDay[^1].Day);
    }

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));
}
