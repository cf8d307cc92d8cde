using System.Collections.Concurrent;
using Pitwall.Core.Records;

namespace Pitwall.Core.Prices;

/// <summary>Where a part of the table comes from, for the books.</summary>
public sealed record PriceSource(string Name, string Version, string Date, string Licence, string Url);

/// <summary>
/// The one table of model prices: data (prices.txt, embedded), dated, with cache and long-context tiers. A model it
/// does not know has no price: never zero, never that of another generation. Safe for concurrent use.
/// </summary>
public sealed class PriceTable
{
    // Model names come from transcripts, which are not to be trusted: a file full of made-up names must not fill memory.
    private const int LookupLimit = 4096;

    private readonly Dictionary<string, ModelPrices> _models;
    private readonly ConcurrentDictionary<string, PriceMatch?> _lookups = new(StringComparer.Ordinal);
    private long _remembered;

    internal PriceTable(string version, IReadOnlyList<PriceSource> sources, Dictionary<string, ModelPrices> models)
    {
        Version = version;
        Sources = sources;
        _models = models;
    }

    /// <summary>The table shipped with this version of the program.</summary>
    public static PriceTable Shipped { get; } = PriceFile.ReadShipped();

    /// <summary>Names the data: changes whenever a price changes, so that stored costs can be worked out anew.</summary>
    public string Version { get; }

    /// <summary>The public price lists this table was made of.</summary>
    public IReadOnlyList<PriceSource> Sources { get; }

    /// <summary>Reads a table in the format of prices.txt, which its head describes.</summary>
    /// <exception cref="FormatException">The text is not such a table.</exception>
    public static PriceTable Parse(string text) => PriceFile.Read(text);

    /// <summary>Cost of one call at the price of its day.</summary>
    /// <param name="model">Model name as the record has it; <c>-fast</c> at the end means fast mode.</param>
    /// <param name="atMs">Unix milliseconds of the call.</param>
    /// <param name="usage">Its tokens.</param>
    /// <returns>Nano-dollars (1e-9 USD), rounded half up; null where the model has no known price.</returns>
    public long? CostNanos(string model, long atMs, in TokenUsage usage) =>
        Match(model) is { } match ? match.Prices.At(atMs).CostNanos(usage, match.FactorMillionths) : null;

    /// <summary>Whether the table has a price for the model, under any of the names it goes by.</summary>
    public bool Knows(string model) => Match(model) is not null;

    private PriceMatch? Match(string model)
    {
        if (_lookups.TryGetValue(model, out var known))
            return known;
        var match = ModelName.Find(_models, model);
        // Counted here: the dictionary's own count takes all its locks and starts event tracing, which costs milliseconds.
        if (Interlocked.Increment(ref _remembered) <= LookupLimit)
            _lookups.TryAdd(model, match);
        return match;
    }
}
