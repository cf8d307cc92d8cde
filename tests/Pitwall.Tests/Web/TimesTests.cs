using Pitwall.Web.Formatting;

namespace Pitwall.Tests.Web;

public sealed class TimesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 14, 0, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(340, "340 ms")]
    [InlineData(4_240, "4.2 s")]
    [InlineData(9_960, "10 s")]
    [InlineData(59_600, "1 m 00 s")]
    [InlineData(192_000, "3 m 12 s")]
    [InlineData(7_500_000, "2 h 05 m")]
    [InlineData(86_399_999, "1 d 0 h")]
    [InlineData(273_600_000, "3 d 4 h")]
    public void Duration_HasTwoUnitsAtMost(long ms, string expected) => Assert.Equal(expected, Times.Duration(ms));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-30, "now")]
    [InlineData(12, "12 s ago")]
    [InlineData(240, "4 min ago")]
    [InlineData(3 * 3600, "3 h ago")]
    [InlineData(29 * 86_400, "29 d ago")]
    [InlineData(40 * 86_400, "12 Oct 2026")]
    [InlineData(-86_400, "22 Nov 2026")]
    public void Ago_SpeaksOfTheDateAfterAMonth(int seconds, string expected) =>
        Assert.Equal(expected, Times.Ago(s_now.AddSeconds(-seconds).ToUnixTimeMilliseconds(), s_now));

    [Fact]
    public void Ago_WithoutATime_IsUnknown() => Assert.Equal("unknown", Times.Ago(0, s_now));

    [Fact]
    public void Exact_ShowsTheZonesOffset() =>
        Assert.Equal("2026-11-21 14:00:00 +01:00", Times.Exact(s_now.ToUnixTimeMilliseconds(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich")));

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Times_OutsideTheCalendar_DoNotThrow(long at)
    {
        Assert.NotEmpty(Times.Exact(at, TimeZoneInfo.Utc));
        Assert.NotEmpty(Times.Machine(at));
        Assert.NotEmpty(Times.Ago(at, s_now));
        _ = Times.DayOf(at, TimeZoneInfo.Utc);
    }

    [Fact]
    public void StartOf_ADayThatBeginsAtOne_IsItsFirstInstant()
    {
        // Clocks in Cairo went from 00:00 to 01:00 on 26 April 2024.
        var cairo = TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo");
        var start = Times.StartOf(new DateOnly(2024, 4, 26), cairo);
        Assert.Equal(new DateOnly(2024, 4, 26), Times.DayOf(start, cairo));
        Assert.Equal(new DateOnly(2024, 4, 25), Times.DayOf(start - 1, cairo));
    }

    [Theory]
    [InlineData("2026-11-16", "2026-11-16")]
    [InlineData("2026-11-21", "2026-11-16")]
    [InlineData("2026-11-22", "2026-11-16")]
    public void Monday_BeginsTheWeek(string day, string monday) => Assert.Equal(DateOnly.Parse(monday), Times.Monday(DateOnly.Parse(day)));
}
