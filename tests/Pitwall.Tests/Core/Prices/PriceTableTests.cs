using Pitwall.Core.Prices;
using Pitwall.Core.Records;

namespace Pitwall.Tests.Core.Prices;

public sealed class PriceTableTests
{
    private static readonly TokenUsage s_million = new() { Input = 1_000_000 };

    [Fact]
    public void CostNanos_EveryBucket_HasItsRate()
    {
        // Claude Opus 4.5: input $5, output $25, cache read $0.50, write 5m $6.25, write 1h $10 per million; $10 per 1,000 searches.
        var usage = new TokenUsage { Input = 3, Output = 5, CacheRead = 7, CacheWrite5m = 11, CacheWrite1h = 13, WebSearches = 2 };
        const long expected = 3 * 5_000 + 5 * 25_000 + 7 * 500 + 11 * 6_250 + 13 * 10_000 + 2 * 10_000_000;
        Assert.Equal(expected, PriceTable.Shipped.CostNanos("claude-opus-4-5-20251101", At("2026-01-01"), usage));
    }

    [Fact]
    public void CostNanos_FractionsOfANanoDollar_AreRoundedOnceHalfUp()
    {
        // gemini-1.5-flash cache reads: $0.01875 per million = 18.75 nano-dollars each.
        long? Cost(long tokens) => PriceTable.Shipped.CostNanos("gemini-1.5-flash", 0, new TokenUsage { CacheRead = tokens });
        Assert.Equal(19, Cost(1));
        Assert.Equal(38, Cost(2)); // 37.5
        Assert.Equal(56, Cost(3)); // 56.25
        Assert.Equal(75, Cost(4));
    }

    [Fact]
    public void CostNanos_NoTokens_IsZeroNotUnknown() =>
        Assert.Equal(0, PriceTable.Shipped.CostNanos("gpt-5.5", At("2026-06-01"), default));

    [Theory]
    [InlineData("claude-opus-4-5")]
    [InlineData("claude-opus-4-5-20251101")]
    [InlineData("claude-opus-4.5")]
    [InlineData("claude-4.5-opus")]
    [InlineData("Claude-Opus-4-5")]
    [InlineData("anthropic/claude-opus-4.5")]
    [InlineData("openrouter/anthropic/claude-opus-4.5:thinking")]
    [InlineData("claude-opus-4-5@20251101")]
    [InlineData("vertex_ai/claude-opus-4-5@default")]
    [InlineData("claude-opus-4-5[1m]")]
    [InlineData("claude-opus-4-5-20251101-thinking")]
    [InlineData("anthropic.claude-opus-4-5-20251101-v1:0")]
    [InlineData("global.anthropic.claude-opus-4-5-20251101-v1:0")]
    public void CostNanos_AnyWayOfWritingTheName_IsTheSamePrice(string model) =>
        Assert.Equal(5_000_000_000, PriceTable.Shipped.CostNanos(model, At("2026-01-01"), s_million));

    [Theory]
    [InlineData("gpt-5.5", 10)] // a million tokens of context are over the 272K limit
    [InlineData("openai/gpt-5.5", 10)]
    [InlineData("gpt-5.5-2026-04-23", 10)]
    [InlineData("gpt-5.5-codex-high", 10)]
    [InlineData("models/gemini-2.5-flash", 0.3)]
    [InlineData("gemini-2.5-pro-preview-05-06", 2.5)]
    [InlineData("x-ai/grok-4-fast", 0.2)]
    [InlineData("grok-code-fast-1", 0.2)]
    [InlineData("z-ai/glm-5.3", 1.4)]
    [InlineData("moonshotai/kimi-k3", 3)]
    [InlineData("MiniMax-M2.5", 0.3)]
    public void CostNanos_OtherProviders_AreKnown(string model, double dollars) =>
        Assert.Equal((long)(dollars * 1e9), PriceTable.Shipped.CostNanos(model, At("2026-10-01"), s_million));

    [Theory]
    [InlineData("gpt-6.1-sol")]
    [InlineData("gpt-7")]
    [InlineData("claude-opus-4-9")]
    [InlineData("claude-opus-6")]
    [InlineData("claude-sonnet-5-5")]
    [InlineData("claude")]
    [InlineData("mistral-large-2606")]
    [InlineData("gemini-4-pro")]
    [InlineData("<synthetic>")]
    [InlineData("")]
    [InlineData("-fast")]
    [InlineData("@")]
    [InlineData("-2025-01-01")]
    [InlineData("claude-sonnet-4-5-fast")] // has no fast mode, so no price for it
    public void CostNanos_UnknownModel_IsUnpriced(string model)
    {
        Assert.Null(PriceTable.Shipped.CostNanos(model, At("2026-10-01"), s_million));
        Assert.False(PriceTable.Shipped.Knows(model));
    }

    [Theory]
    [InlineData("claude-opus-4-7-fast", 30)]
    [InlineData("claude-opus-4-8-fast", 10)]
    [InlineData("gpt-5.5-fast", 25)]
    public void CostNanos_FastMode_MultipliesTokens(string model, double dollars) =>
        Assert.Equal((long)(dollars * 1e9), PriceTable.Shipped.CostNanos(model, At("2026-08-01"), s_million));

    [Fact]
    public void CostNanos_FastMode_DoesNotMultiplySearches() =>
        Assert.Equal(10_000_000, PriceTable.Shipped.CostNanos("claude-opus-4-7-fast", At("2026-08-01"), new TokenUsage { WebSearches = 1 }));

    [Fact]
    public void CostNanos_RegionalEndpoint_CostsATenthMore() =>
        Assert.Equal(5_500_000_000, PriceTable.Shipped.CostNanos("us.anthropic.claude-opus-4-5-20251101-v1:0", At("2026-01-01"), s_million));

    [Theory]
    [InlineData(272_000, 272_000 * 10_000L)] // the list says "from 272,000"
    [InlineData(271_999, 271_999 * 5_000L)]
    public void CostNanos_LongContext_AppliesToTheWholeCall(long context, long expected) =>
        Assert.Equal(expected, PriceTable.Shipped.CostNanos("gpt-5.5", At("2026-06-01"), new TokenUsage { Input = context }));

    [Fact]
    public void CostNanos_LongContext_CountsCacheReadsAndWrites()
    {
        // Sonnet 4.5 above 200K: input 6, cache read 0.60, write 7.50, output 22.50.
        var usage = new TokenUsage { Input = 1, CacheRead = 150_000, CacheWrite5m = 50_000, Output = 10 };
        Assert.Equal(6_000 + 150_000 * 600L + 50_000 * 7_500L + 10 * 22_500, PriceTable.Shipped.CostNanos("claude-sonnet-4-5", At("2026-01-01"), usage));
    }

    [Fact]
    public void CostNanos_PriceChange_HoldsFromItsDay()
    {
        Assert.Equal(10_000_000_000, PriceTable.Shipped.CostNanos("claude-opus-4-6", At("2026-03-13") - 1, s_million));
        Assert.Equal(5_000_000_000, PriceTable.Shipped.CostNanos("claude-opus-4-6", At("2026-03-13"), s_million));
    }

    [Theory]
    [InlineData("00:29", 0.135)]
    [InlineData("00:30", 0.27)]
    [InlineData("16:29", 0.27)]
    [InlineData("16:30", 0.135)]
    public void CostNanos_PeakHours_AreUtc(string clock, double dollars)
    {
        var at = At("2025-05-05") + (long)TimeSpan.Parse(clock).TotalMilliseconds;
        Assert.Equal((long)(dollars * 1e9), PriceTable.Shipped.CostNanos("deepseek-chat", at, s_million));
    }

    [Fact]
    public void CostNanos_AbsurdCounts_Saturate()
    {
        var usage = new TokenUsage { Output = long.MaxValue };
        Assert.Equal(long.MaxValue, PriceTable.Shipped.CostNanos("claude-opus-4-7-fast", 0, usage));
        Assert.Equal(0, PriceTable.Shipped.CostNanos("claude-opus-4-7", 0, new TokenUsage { Output = -5 }));
    }

    [Fact]
    public void CostNanos_ManyInventedNames_LeaveTheTableWorking()
    {
        var table = PriceTable.Parse("version t\nmodel a\nprice input 1 output 2");
        for (var i = 0; i < 10_000; i++)
            Assert.Null(table.CostNanos($"invented-{i}", 0, s_million));
        Assert.Equal(1_000_000_000, table.CostNanos("a", 0, s_million));
        Assert.Equal(1_000_000_000, table.CostNanos("a-latest", 0, s_million));
    }

    [Fact]
    public void Parse_CacheRatesLeftOut_FallBack()
    {
        var table = PriceTable.Parse("version t\nmodel a\nprice input 4 output 8\nmodel b\nprice input 4 output 8 write5m 5");
        Assert.Equal(4_000, table.CostNanos("a", 0, new TokenUsage { CacheRead = 1 }));
        Assert.Equal(4_000, table.CostNanos("a", 0, new TokenUsage { CacheWrite1h = 1 }));
        Assert.Equal(5_000, table.CostNanos("b", 0, new TokenUsage { CacheWrite1h = 1 }));
    }

    [Theory]
    [InlineData("", "needs a version")]
    [InlineData("version t", "at least one model")]
    [InlineData("model a\nprice input 1 output 1", "needs a version")]
    [InlineData("version t\nmodel a", "a has no price")]
    [InlineData("version t\nmodel a\nprice input 1", "Line 3")]
    [InlineData("version t\nmodel a\nprice input -1 output 1", "'-1' is not a number")]
    [InlineData("version t\nmodel a\nprice input 0.0000001 output 1", "at most 6 decimals")]
    [InlineData("version t\nmodel a\nprice input 1 output 1 surprise 1", "surprise is not a rate")]
    [InlineData("version t\nmodel a a\nprice input 1 output 1", "a is there twice")]
    [InlineData("version t\nover 5 input 1 output 1", "unknown word")]
    [InlineData("version t\nmodel a\nprice from 2026 input 1 output 1", "not a date")]
    [InlineData("version t\nsource x", "licence")]
    public void Parse_NotATable_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => PriceTable.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Shipped_NamesItsSourcesAndLicences()
    {
        Assert.NotEmpty(PriceTable.Shipped.Version);
        Assert.Contains(PriceTable.Shipped.Sources, s => s is { Name: "genai-prices", Version: "npm 0.1.8", Licence: "MIT", Date: "2026-09-23" });
        Assert.All(PriceTable.Shipped.Sources, s => Assert.StartsWith("https://", s.Url, StringComparison.Ordinal));
    }

    private static long At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z").ToUnixTimeMilliseconds();
}
