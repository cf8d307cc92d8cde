namespace Pitwall.Core.Records;

/// <summary>
/// Tokens of one model call, in disjoint buckets: their sum is what the call used. Providers that count cached
/// tokens inside the input (OpenAI, Google) are converted on the way in.
/// </summary>
public readonly record struct TokenUsage
{
    /// <summary>Input tokens that were neither read from nor written to a cache.</summary>
    public long Input { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public long Output { get; init; }

    /// <summary>Input tokens read from the prompt cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Input tokens written to a cache that lives 5 minutes (also where the lifetime is not told).</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Input tokens written to a cache that lives 1 hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>The part of <see cref="Output"/> that was reasoning; 0 where not told.</summary>
    public long Reasoning { get; init; }

    /// <summary>Web searches made by the provider for this call.</summary>
    public long WebSearches { get; init; }

    /// <summary>All cache writes.</summary>
    public long CacheWrite => CacheWrite5m + CacheWrite1h;

    /// <summary>Everything the model read for this call: the size of its context.</summary>
    public long Context => Input + CacheRead + CacheWrite;

    /// <summary>Input, output, cache reads and cache writes together.</summary>
    public long Total => Context + Output;

    /// <summary>Adds two usages bucket by bucket.</summary>
    public static TokenUsage operator +(TokenUsage a, TokenUsage b) => new()
    {
        Input = a.Input + b.Input,
        Output = a.Output + b.Output,
        CacheRead = a.CacheRead + b.CacheRead,
        CacheWrite5m = a.CacheWrite5m + b.CacheWrite5m,
        CacheWrite1h = a.CacheWrite1h + b.CacheWrite1h,
        Reasoning = a.Reasoning + b.Reasoning,
        WebSearches = a.WebSearches + b.WebSearches,
    };
}
