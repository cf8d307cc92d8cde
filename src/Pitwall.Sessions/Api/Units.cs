namespace Pitwall.Sessions.Api;

/// <summary>From the units of the store to those of the API.</summary>
public static class Units
{
    private static readonly long s_last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long s_first = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    /// <summary>A point in time; transcripts may hold any number.</summary>
    public static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, s_first, s_last));

    /// <summary>Dollars from nano-dollars, exact.</summary>
    public static decimal Dollars(long nanos) => nanos / 1_000_000_000m;
}
