using System.Globalization;

namespace Pitwall.Web.Formatting;

/// <summary>How times and durations look everywhere.</summary>
public static class Times
{
    private const long Second = 1000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>Milliseconds: <c>340 ms</c>, <c>4.2 s</c>, <c>3 m 12 s</c>, <c>2 h 05 m</c>, <c>3 d 4 h</c>.</summary>
    /// <param name="ms">Milliseconds; negative counts as nothing.</param>
    public static string Duration(long ms)
    {
        if (ms < 0) ms = 0;
        if (ms < Second) return $"{ms} ms";
        if (ms < 10 * Second - 50) return (ms / 1000m).ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var seconds = (ms + 500) / Second;
        if (seconds < 60) return $"{seconds} s";
        if (seconds < 3600) return $"{seconds / 60} m {seconds % 60:00} s";
        var minutes = (ms + Minute / 2) / Minute;
        if (minutes < 24 * 60) return $"{minutes / 60} h {minutes % 60:00} m";
        var hours = (ms + Hour / 2) / Hour;
        return $"{hours / 24} d {hours % 24} h";
    }

    /// <summary>
    /// How long ago: <c>now</c>, <c>12 s ago</c>, <c>4 min ago</c>, <c>3 h ago</c>, <c>2 d ago</c>, after 30 days the date.
    /// <c>js/times.js</c> says the same while a page is open.
    /// </summary>
    /// <param name="atMs">Unix milliseconds.</param>
    /// <param name="now">The present, whose offset decides the date.</param>
    public static string Ago(long atMs, DateTimeOffset now)
    {
        if (atMs <= 0) return "unknown";
        var age = now.ToUnixTimeMilliseconds() - atMs;
        if (age < -Minute) return Date(atMs, now.Offset);
        if (age < 5 * Second) return "now";
        if (age < Minute) return $"{age / Second} s ago";
        if (age < Hour) return $"{age / Minute} min ago";
        if (age < Day) return $"{age / Hour} h ago";
        return age < 30 * Day ? $"{age / Day} d ago" : Date(atMs, now.Offset);
    }

    /// <summary><c>2026-11-21 14:02:11 +01:00</c>.</summary>
    public static string Exact(long atMs, TimeZoneInfo zone) => In(atMs, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary><c>14:02:11</c>.</summary>
    public static string Clock(long atMs, TimeZoneInfo zone) => In(atMs, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>21 Nov 2026</c>.</summary>
    public static string Date(long atMs, TimeZoneInfo zone) => In(atMs, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC, for the <c>datetime</c> of a time element.</summary>
    public static string Machine(long atMs) => At(atMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The calendar day of an instant.</summary>
    public static DateOnly DayOf(long atMs, TimeZoneInfo zone) => DateOnly.FromDateTime(In(atMs, zone).DateTime);

    /// <summary>First instant of a calendar day, unix milliseconds.</summary>
    public static long StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // A day may begin at one o'clock where the clock jumps at midnight.
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(30);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Date(long atMs, TimeSpan offset) => At(atMs).ToOffset(offset).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static DateTimeOffset In(long atMs, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(At(atMs), zone);

    // A record's time is hostile input too: what lies outside the calendar is shown as its edge.
    private static DateTimeOffset At(long atMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(atMs, -62_135_596_800_000 + 2 * Day, 253_402_300_799_999 - 2 * Day));
}
