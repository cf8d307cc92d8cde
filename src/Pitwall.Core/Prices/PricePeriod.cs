using System.Runtime.CompilerServices;
using Pitwall.Core.Records;

namespace Pitwall.Core.Prices;

/// <summary>Rates in pico-dollars (1e-12 USD) per token, so that every published price is a whole number.</summary>
internal readonly record struct PriceRates(long Input, long Output, long CacheRead, long CacheWrite5m, long CacheWrite1h);

/// <summary>One model's price from a day on, possibly only during some hours of the day.</summary>
internal sealed record PricePeriod
{
    /// <summary>First moment, unix milliseconds.</summary>
    public long FromMs { get; init; } = long.MinValue;

    /// <summary>First minute of the UTC day it holds in; equal to <see cref="ToMinute"/>: the whole day.</summary>
    public int FromMinute { get; init; }

    /// <summary>Minute of the UTC day it ends before; smaller than <see cref="FromMinute"/>: over midnight.</summary>
    public int ToMinute { get; init; }

    /// <summary>Ordinary rates.</summary>
    public PriceRates Rates { get; init; }

    /// <summary>A call whose context is larger than this many tokens costs <see cref="LongRates"/> as a whole.</summary>
    public long LongContext { get; init; } = long.MaxValue;

    /// <summary>Rates of long-context calls.</summary>
    public PriceRates LongRates { get; init; }

    /// <summary>One web search, pico-dollars.</summary>
    public long WebSearch { get; init; }

    private const long One = 1_000_000;

    /// <summary>Whether the moment lies in this period.</summary>
    public bool AppliesAt(long atMs)
    {
        if (atMs < FromMs)
            return false;
        if (FromMinute == ToMinute)
            return true;
        var minute = (int)(((atMs / 60_000) % 1440 + 1440) % 1440);
        return FromMinute < ToMinute
            ? minute >= FromMinute && minute < ToMinute
            : minute >= FromMinute || minute < ToMinute;
    }

    /// <summary>
    /// Exact cost, rounded once at the end, half up. Counts from a damaged record may be absurd: they saturate
    /// instead of wrapping around.
    /// </summary>
    /// <param name="usage">Tokens.</param>
    /// <param name="factorMillionths">Factor on the token prices; searches cost the same in every mode.</param>
    public long CostNanos(in TokenUsage usage, long factorMillionths)
    {
        // No rate reaches $900 per million tokens and no search $1, so for every real call 64 bits are enough.
        if (factorMillionths != One || !IsOrdinary(usage))
            return LargeCostNanos(usage, factorMillionths);
        var rates = usage.Context > LongContext ? LongRates : Rates;
        var picos = usage.Input * rates.Input + usage.Output * rates.Output + usage.CacheRead * rates.CacheRead
            + usage.CacheWrite5m * rates.CacheWrite5m + usage.CacheWrite1h * rates.CacheWrite1h + usage.WebSearches * WebSearch;
        return (picos + 500) / 1000;
    }

    // Apart, because code with 128-bit integers cannot be compiled ahead of time, and an import prices every call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long LargeCostNanos(in TokenUsage usage, long factorMillionths)
    {
        var context = (Int128)usage.Input + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h;
        var rates = context > LongContext ? LongRates : Rates;
        var tokens = (Int128)usage.Input * rates.Input + (Int128)usage.Output * rates.Output
            + (Int128)usage.CacheRead * rates.CacheRead + (Int128)usage.CacheWrite5m * rates.CacheWrite5m
            + (Int128)usage.CacheWrite1h * rates.CacheWrite1h;
        var exact = tokens * factorMillionths + (Int128)usage.WebSearches * WebSearch * One;
        var nanos = (exact + 500 * One) / (1000 * One);
        return nanos > long.MaxValue ? long.MaxValue : nanos < 0 ? 0 : (long)nanos;
    }

    private static bool IsOrdinary(in TokenUsage usage) =>
        Small(usage.Input) && Small(usage.Output) && Small(usage.CacheRead) && Small(usage.CacheWrite5m)
        && Small(usage.CacheWrite1h) && (ulong)usage.WebSearches <= 1_000_000;

    private static bool Small(long count) => (ulong)count <= 1_000_000_000;
}
