using FsCheck;
using FsCheck.Fluent;
using Pitwall.Core.Records;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Usage;

public sealed class UsageReportsTests
{
    [Theory]
    [InlineData("UTC", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-30")] // 23:30 UTC is 01:30 of the next day in summer time
    [InlineData("America/Los_Angeles", "2026-03-29")]
    [InlineData("Asia/Kathmandu", "2026-03-30")] // UTC+5:45
    public void Daily_CutsDaysInTheAskedZone(string zone, string day)
    {
        var report = UsageReports.Build([Cells.At("2026-03-29T23:30")], Cells.Query(UsagePeriod.Daily, zone), Cells.Now);
        Assert.Equal([day], report.Rows.Select(r => r.Period));
    }

    [Fact]
    public void Daily_DayOfTheClockChange_HasItsMissingAndItsDoubledHour()
    {
        // Berlin 2026: 29 March lasts 23 hours, 25 October 25 hours.
        UsageCell[] cells =
        [
            Cells.At("2026-03-28T22:59"), Cells.At("2026-03-28T23:00"), Cells.At("2026-03-29T21:59"), Cells.At("2026-03-29T22:00"),
            Cells.At("2026-10-24T21:59"), Cells.At("2026-10-24T22:00"), Cells.At("2026-10-25T22:59"), Cells.At("2026-10-25T23:00"),
        ];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Daily, "Europe/Berlin"), Cells.Now);
        Assert.Equal(
            [("2026-03-28", 1L), ("2026-03-29", 2L), ("2026-03-30", 1L), ("2026-10-24", 1L), ("2026-10-25", 2L), ("2026-10-26", 1L)],
            report.Rows.Select(r => (r.Period, r.Calls)));
    }

    [Fact]
    public void Weekly_BeginsOnMonday_AlsoAcrossTheYear()
    {
        UsageCell[] cells = [Cells.At("2025-12-28T12:00"), Cells.At("2025-12-29T12:00"), Cells.At("2026-01-04T23:59"), Cells.At("2026-01-05T00:00")];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Weekly), Cells.Now);
        Assert.Equal([("2025-12-22", 1L), ("2025-12-29", 2L), ("2026-01-05", 1L)], report.Rows.Select(r => (r.Period, r.Calls)));
    }

    [Fact]
    public void Monthly_IsTheCalendarMonth()
    {
        UsageCell[] cells = [Cells.At("2026-01-31T23:59"), Cells.At("2026-02-01T00:00"), Cells.At("2026-02-28T23:59")];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Monthly), Cells.Now);
        Assert.Equal([("2026-01", 1L), ("2026-02", 2L)], report.Rows.Select(r => (r.Period, r.Calls)));
    }

    [Fact]
    public void Session_MostExpensiveFirst_KnowsItsLastProjectAndTimes()
    {
        UsageCell[] cells =
        [
            Cells.At("2026-01-01T10:00", session: "cheap"),
            Cells.At("2026-01-03T10:00", session: "dear", project: "/b", cost: 5_000_000_000),
            Cells.At("2026-01-02T10:00", session: "dear", project: "/a"),
        ];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Session), Cells.Now);
        Assert.Equal(["dear", "cheap"], report.Rows.Select(r => r.Period));
        Assert.Equal("/b", report.Rows[0].Project);
        Assert.Equal((Cells.Ms("2026-01-02T10:00"), Cells.Ms("2026-01-03T10:00")), (report.Rows[0].FirstMs, report.Rows[0].LastMs));
    }

    [Fact]
    public void Build_UnpricedCalls_AreCountedAndShownNotZeroPriced()
    {
        UsageCell[] cells = [Cells.At("2026-01-01", model: "gpt-99", cost: null), Cells.At("2026-01-01", cost: 7)];
        var row = Assert.Single(UsageReports.Build(cells, Cells.Query(UsagePeriod.Daily), Cells.Now).Rows);
        Assert.Equal((7L, 1L, 2L), (row.CostNanos, row.UnpricedCalls, row.Calls));
        Assert.Equal([("claude-opus-4-5", 0L), ("gpt-99", 1L)], row.Models.Select(m => (m.Model, m.UnpricedCalls)));
    }

    [Fact]
    public void Build_SinceAndUntil_AreWholeDaysInTheZone()
    {
        UsageCell[] cells = [Cells.At("2026-01-01T22:59"), Cells.At("2026-01-01T23:00"), Cells.At("2026-01-03T22:59"), Cells.At("2026-01-03T23:00")];
        var query = Cells.Query(UsagePeriod.Daily, "Europe/Berlin") with { Since = new DateOnly(2026, 1, 2), Until = new DateOnly(2026, 1, 3) };
        Assert.Equal(2, UsageReports.Build(cells, query, Cells.Now).Totals.Calls);
    }

    [Theory]
    [InlineData("/home/ada/app", 1)]
    [InlineData("/home/ada/app/", 1)]
    [InlineData("app", 2)]
    [InlineData("pp", 0)]
    [InlineData("ada", 0)]
    public void Build_Project_IsAPathOrItsLastPart(string project, long calls)
    {
        UsageCell[] cells = [Cells.At("2026-01-01"), Cells.At("2026-01-01", project: "/srv/app/"), Cells.At("2026-01-01", project: "/srv/other"), Cells.At("2026-01-01", project: "")];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Daily) with { Project = project }, Cells.Now);
        Assert.Equal(calls, report.Totals.Calls);
    }

    [Fact]
    public void Build_Agent_NarrowsInAnyCase()
    {
        UsageCell[] cells = [Cells.At("2026-01-01"), Cells.At("2026-01-01", agent: "codex")];
        var report = UsageReports.Build(cells, Cells.Query(UsagePeriod.Daily) with { Agent = "Codex" }, Cells.Now);
        Assert.Equal(["codex"], Assert.Single(report.Rows).Agents);
    }

    [Fact]
    public void Build_NoCells_IsAnEmptyReport()
    {
        foreach (var period in Enum.GetValues<UsagePeriod>())
        {
            var report = UsageReports.Build([], Cells.Query(period), Cells.Now);
            Assert.Empty(report.Rows);
            Assert.Equal(0, report.Totals.Calls);
        }
    }

    [Fact]
    public void Build_TimesBeyondTheCalendar_DoNotThrow()
    {
        UsageCell[] cells = [Cells.At("2026-01-01") with { FirstMs = long.MinValue / 2, LastMs = long.MinValue / 2 }, Cells.At("2026-01-01") with { FirstMs = long.MaxValue / 2, LastMs = long.MaxValue / 2 }];
        foreach (var period in Enum.GetValues<UsagePeriod>())
        {
            var report = UsageReports.Build(cells, Cells.Query(period, "Pacific/Kiritimati"), Cells.Now);
            Assert.Equal(2, report.Totals.Calls);
            Assert.NotEmpty(UsageJson.Write(report));
        }
    }

    [Fact]
    public void EveryReportOverTheSameCells_HasTheSameTotals_InAnyOrder()
    {
        Prop.ForAll(SomeCells(), Gen.Elements("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe").ToArbitrary(), (cells, zone) =>
        {
            var first = UsageReports.Build(cells, Cells.Query(UsagePeriod.Daily, zone), Cells.Now);
            foreach (var period in Enum.GetValues<UsagePeriod>())
            {
                var report = UsageReports.Build(cells.Reverse(), Cells.Query(period, zone), Cells.Now);
                Assert.Equal(first.Totals.Usage, report.Totals.Usage);
                Assert.Equal(first.Totals.CostNanos, report.Totals.CostNanos);
                Assert.Equal(first.Totals.UnpricedCalls, report.Totals.UnpricedCalls);
                Assert.Equal(first.Totals.Usage, report.Rows.Aggregate(default(TokenUsage), (sum, row) => sum + row.Usage));
                Assert.Equal(first.Totals.CostNanos, report.Rows.Sum(r => r.CostNanos));
                Assert.All(report.Rows, row => Assert.Equal(row.CostNanos, row.Models.Sum(m => m.CostNanos)));
                Assert.Equal(UsageJson.Write(UsageReports.Build(cells, Cells.Query(period, zone), Cells.Now)), UsageJson.Write(report));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void QuarterHourCells_FoldToTheSameReportAsTheirCalls()
    {
        Prop.ForAll(SomeCells(), Gen.Elements("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe").ToArbitrary(), (calls, zone) =>
        {
            var folder = new CellFolder();
            foreach (var c in calls)
                folder.Add(new CellSeries(c.Agent, c.Model, c.RootId, c.Project, c.Activity), c.FirstMs, c.Usage, c.UnpricedCalls > 0 ? null : c.CostNanos);
            foreach (var period in Enum.GetValues<UsagePeriod>())
            {
                var query = Cells.Query(period, zone) with { Since = new DateOnly(2026, 3, 29) };
                Assert.Equal(UsageJson.Write(UsageReports.Build(calls, query, Cells.Now)), UsageJson.Write(UsageReports.Build(folder.Cells(), query, Cells.Now)));
            }
        }).QuickCheckThrowOnFailure();
    }

    // Calls around the clock changes of 2026, a few of them close together.
    private static Arbitrary<UsageCell[]> SomeCells()
    {
        var cell =
            from minute in Gen.Choose(0, 3 * 24 * 60)
            from start in Gen.Elements("2026-03-28T00:00", "2026-10-24T00:00")
            from session in Gen.Elements("s1", "s2", "s3")
            from model in Gen.Elements("claude-opus-4-5", "gpt-5.5", "gpt-99")
            from tokens in Gen.Choose(0, 1000)
            select Cells.At(start, tokens, model, session, model[0] == 'c' ? "claude" : "codex", "/p/" + session, model == "gpt-99" ? null : tokens * 1_234_567L) is var c
                ? c with { FirstMs = c.FirstMs + minute * 60_000L, LastMs = c.LastMs + minute * 60_000L }
                : c;
        return cell.ArrayOf().ToArbitrary();
    }
}
