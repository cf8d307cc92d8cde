namespace Pitwall.Core.Prices;

/// <summary>All prices of one model over time.</summary>
/// <param name="Periods">In the order of the file: the last one that applies at a moment is the price.</param>
/// <param name="FastMillis">Factor on token prices in fast mode, in thousandths; 0 where there is no fast mode.</param>
/// <param name="RegionalMillis">Factor on token prices at a regional endpoint, in thousandths.</param>
internal sealed record ModelPrices(PricePeriod[] Periods, int FastMillis, int RegionalMillis)
{
    /// <summary>The price at a moment. Before the first dated period the oldest known price holds.</summary>
    public PricePeriod At(long atMs)
    {
        for (var i = Periods.Length - 1; i > 0; i--)
        {
            if (Periods[i].AppliesAt(atMs))
                return Periods[i];
        }

        return Periods[0];
    }
}

/// <summary>What a model name resolves to.</summary>
/// <param name="Prices">The model's prices.</param>
/// <param name="FactorMillionths">What fast mode and regional endpoint make of them, in millionths: 1,000,000 is the list price.</param>
internal sealed record PriceMatch(ModelPrices Prices, long FactorMillionths);
