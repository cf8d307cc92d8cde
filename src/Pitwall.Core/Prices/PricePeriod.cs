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
        var rates = usage.Context > LongContext ? LongRates : Rates;
        var tokens = (Int128)usage.Input * rates.Input + (Int128)usage.Output * rates.Output
            + (Int128)usage.CacheRead * rates.CacheRead + (Int128)usage.CacheWrite5m * rates.CacheWrite5m
            + (Int128)usage.CacheWrite1h * rates.CacheWrite1h;
        const long one = 1_000_000;
        var exact = tokens * factorMillionths + (Int128)usage.WebSearches * WebSearch * one;
        var nanos = (exact + 500 * one) / (1000 * one);
        return nanos > long.MaxValue ? long.MaxValue : nanos < 0 ? 0 : (long)nanos;
    }
}
