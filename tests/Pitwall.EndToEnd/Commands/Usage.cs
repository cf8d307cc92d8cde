using System.Text.Json;

namespace Pitwall.EndToEnd.Commands;

/// <summary>The totals of a usage report, read from its JSON.</summary>
/// <param name="Input">Input tokens.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="CacheWrite">Tokens written to the cache.</param>
/// <param name="CacheRead">Tokens read from the cache.</param>
/// <param name="Total">All tokens.</param>
/// <param name="Cost">Dollars.</param>
internal sealed record Usage(long Input, long Output, long CacheWrite, long CacheRead, long Total, decimal Cost)
{
    public static readonly string[] Periods = ["daily", "weekly", "monthly", "session", "blocks"];

    /// <summary>The <c>totals</c> of a report.</summary>
    public static Usage Totals(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement.GetProperty("totals"), "totalCost");
    }

    /// <summary>The rows of a report added up, whatever it is cut by.</summary>
    public static Usage OfRows(string json, string period)
    {
        using var document = JsonDocument.Parse(json);
        var sum = new Usage(0, 0, 0, 0, 0, 0);
        foreach (var row in document.RootElement.GetProperty(period == "session" ? "sessions" : period).EnumerateArray())
        {
            var part = period == "blocks" ? ReadBlock(row) : Read(row, "totalCost");
            sum = new(sum.Input + part.Input, sum.Output + part.Output, sum.CacheWrite + part.CacheWrite, sum.CacheRead + part.CacheRead, sum.Total + part.Total, sum.Cost + part.Cost);
        }
        return sum;
    }

    private static Usage Read(JsonElement row, string cost) => new(
        row.GetProperty("inputTokens").GetInt64(), row.GetProperty("outputTokens").GetInt64(), row.GetProperty("cacheCreationTokens").GetInt64(),
        row.GetProperty("cacheReadTokens").GetInt64(), row.GetProperty("totalTokens").GetInt64(), row.GetProperty(cost).GetDecimal());

    private static Usage ReadBlock(JsonElement block)
    {
        var counts = block.GetProperty("tokenCounts");
        return new(counts.GetProperty("inputTokens").GetInt64(), counts.GetProperty("outputTokens").GetInt64(), counts.GetProperty("cacheCreationInputTokens").GetInt64(),
            counts.GetProperty("cacheReadInputTokens").GetInt64(), block.GetProperty("totalTokens").GetInt64(), block.GetProperty("costUSD").GetDecimal());
    }
}
