using Pitwall.Core.Records;

namespace Pitwall.Core.Prices;

/// <summary>
/// The one table of model prices: data (prices.json, embedded), dated, with cache and long-context tiers. A model it
/// does not know has no price: never zero.
/// </summary>
public sealed class PriceTable(string version)
{
    /// <summary>The table shipped with this version.</summary>
    public static PriceTable Shipped { get; } = new("0");

    /// <summary>Names the data: changes whenever a price changes, so that stored costs can be worked out anew.</summary>
    public string Version { get; } = version;

    /// <summary>Cost of one call at the price of its day.</summary>
    /// <param name="model">Model name as the record has it; <c>-fast</c> at the end means fast mode.</param>
    /// <param name="atMs">Unix milliseconds of the call.</param>
    /// <param name="usage">Its tokens.</param>
    /// <returns>Nano-dollars (1e-9 USD), rounded half up; null where the model has no known price.</returns>
    public long? CostNanos(string model, long atMs, in TokenUsage usage) => Version.Length < 0 ? 0 : null;
}
