namespace Pitwall.Sessions.Usage;

/// <summary>
/// The calendar day of a moment in a time zone. Zones and their changes lie on quarter hours, so that all moments of
/// one quarter hour are on the same day; the last one is remembered, because calls come in order of time.
/// </summary>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    /// <summary>Length of a quarter hour: the finest slice a report may be folded from.</summary>
    public const long SliceMs = 15 * 60_000;

    // The range DateTime can hold, a day short at both ends for the offset.
    private static readonly long s_firstMs = DateTimeOffset.MinValue.AddDays(1).ToUnixTimeMilliseconds();
    private static readonly long s_lastMs = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds();

    private readonly bool _utc = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;
    private long _slice = long.MinValue;
    private DateOnly _day;

    /// <summary>
    /// The slice that a cell may hold the moment in: its quarter hour, but for the quarter hour's first millisecond, which
    /// is a slice of its own. A 5-hour window holds the calls up to and including its last moment, so that a cell which
    /// holds both that moment and later ones could not be put into a window.
    /// </summary>
    public static long CellSliceOf(long ms) => SliceOf(ms) * 2 + (ms % SliceMs == 0 ? 0 : 1);

    /// <summary>The quarter hour a moment lies in.</summary>
    public static long SliceOf(long ms) => (ms - ((ms % SliceMs) + SliceMs) % SliceMs) / SliceMs;

    /// <summary>The day of a moment; the first or last day there is for a moment beyond the calendar.</summary>
    public DateOnly Of(long ms)
    {
        ms = Math.Clamp(ms, s_firstMs, s_lastMs);
        var slice = SliceOf(ms);
        if (slice == _slice)
            return _day;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        var local = _utc ? time.DateTime : time.DateTime + zone.GetUtcOffset(time);
        _slice = slice;
        _day = DateOnly.FromDateTime(local);
        return _day;
    }

    /// <summary>A moment at or before the beginning of a day in any zone: for narrowing a query, not for deciding.</summary>
    public static long EarliestMs(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds() - 15 * 3_600_000L;

    /// <summary>A moment at or after the end of a day in any zone.</summary>
    public static long LatestMs(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds() + (24 + 15) * 3_600_000L;
}
