namespace Pitwall.Core.Prices;

/// <summary>
/// Finds the model behind the many ways of writing its name: <c>openai/gpt-5.5</c>, <c>models/gemini-3-pro-preview</c>,
/// <c>us.anthropic.claude-opus-4-5-20251101-v1:0</c>, <c>claude-opus-4-5@20251101</c>, <c>claude-opus-4-6[1m]</c>,
/// <c>claude-opus-4-7-fast</c>. Only what cannot change the price is cut off; the rest must be a name in the table.
/// </summary>
internal static class ModelName
{
    private const int LongestName = 200;
    private const int ListPrice = 1000;

    private static readonly string[] s_regions = ["us.", "eu.", "apac.", "au.", "jp.", "ca.", "us-gov.", "global."];
    private static readonly string[] s_vendors = ["anthropic.", "openai.", "deepseek.", "moonshotai.", "minimax.", "mistral."];
    private static readonly string[] s_samePrice =
        ["-latest", "-preview", "-thinking", "-minimal", "-low", "-medium", "-high", "-xhigh", "-exp", "[1m]", ":thinking"];
    private static readonly string[] s_dateShapes = ["-9999-99-99", "-99999999", "-99-9999", "-99-99", "-099", "-v9:9", "-v9"];

    public static PriceMatch? Find(Dictionary<string, ModelPrices> models, string model)
    {
        if (model.Length is 0 or > LongestName)
            return null;
        var name = model.Trim().ToLowerInvariant();
        name = name[(name.LastIndexOf('/') + 1)..];
        var regional = CutRegion(ref name);
        if (name.StartsWith("claude", StringComparison.Ordinal))
            name = name.Replace('.', '-');

        var fast = false;
        while (!models.ContainsKey(name))
        {
            if (!fast && name.EndsWith("-fast", StringComparison.Ordinal))
            {
                fast = true;
                name = name[..^5];
            }
            else if (!CutSuffix(ref name))
            {
                return null;
            }
        }

        var prices = models[name];
        var fastMillis = fast ? prices.FastMillis : ListPrice;
        return fastMillis == 0 ? null : new PriceMatch(prices, (long)fastMillis * (regional ? prices.RegionalMillis : ListPrice));
    }

    /// <summary>Cuts <c>us.anthropic.</c> and the like; true where the endpoint is bound to a region.</summary>
    private static bool CutRegion(ref string name)
    {
        var rest = name;
        var region = "";
        foreach (var candidate in s_regions)
        {
            if (rest.StartsWith(candidate, StringComparison.Ordinal))
            {
                region = candidate;
                rest = rest[candidate.Length..];
                break;
            }
        }

        foreach (var vendor in s_vendors)
        {
            if (rest.StartsWith(vendor, StringComparison.Ordinal))
            {
                name = rest[vendor.Length..];
                return region is not ("" or "global.");
            }
        }

        return false;
    }

    private static bool CutSuffix(ref string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
        {
            name = name[..at];
            return true;
        }

        foreach (var suffix in s_samePrice)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                name = name[..^suffix.Length];
                return true;
            }
        }

        var length = DateLength(name);
        if (length == 0)
            return false;
        name = name[..^length];
        return name.Length > 0;
    }

    /// <summary>
    /// Length of a date or build number at the end. Four digits alone (mistral-large-2512) are left:
    /// they name a generation with a price of its own.
    /// </summary>
    private static int DateLength(ReadOnlySpan<char> name)
    {
        foreach (var shape in s_dateShapes)
        {
            if (name.Length > shape.Length && HasShape(name[^shape.Length..], shape))
                return shape.Length;
        }

        return 0;
    }

    private static bool HasShape(ReadOnlySpan<char> text, string shape)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == '9' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
                return false;
        }

        return true;
    }
}
