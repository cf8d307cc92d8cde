using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pitwall.Core.Prices;
using Pitwall.Core.Records;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Prices;

/// <summary>
/// prices.json against the public list it was made of, worked out with that list's own rules: every name it gives, on
/// several days and for several sizes of call.
/// </summary>
public sealed partial class PriceSourceTests
{
    private static readonly string[] s_providers = ["anthropic", "openai", "google", "x-ai", "deepseek", "moonshotai", "zai", "zhipuai", "minimax", "mistral"];
    private static readonly string[] s_times = ["2025-05-01T12:00:00Z", "2026-03-13T00:00:00Z", "2026-06-20T23:59:59Z", "2026-08-25T03:00:00Z", "2026-08-25T12:00:00Z", "2027-01-02T00:00:00Z"];

    // Where prices.json differs on purpose: z.ai's dollar prices instead of converted yuan.
    private static readonly string[] s_dollarPrices = ["glm-4.5-air", "glm-4.7", "glm-5", "glm-5.1", "glm-5.1-20260406"];

    [Fact]
    public void EveryNameOfTheSource_HasTheSourcesPrice()
    {
        var file = TestData.Shared("prices/genai-prices.npm-0.1.8.2026-09-23.json");
        Assert.SkipWhen(file is null, TestData.MissingReason);
        using var source = JsonDocument.Parse(File.ReadAllBytes(file!));
        var wrong = new List<string>();
        var compared = 0;
        foreach (var provider in source.RootElement.EnumerateArray().Where(p => s_providers.Contains(p.GetProperty("id").GetString())))
        {
            var models = provider.GetProperty("models").EnumerateArray().ToList();
            foreach (var name in models.SelectMany(m => Names(m.GetProperty("match"))).Distinct(StringComparer.Ordinal))
            {
                // The first model whose rule matches is the one the source means.
                var model = models.First(m => Matches(m.GetProperty("match"), name));
                if (!IsOurs(provider, model, name))
                    continue;
                foreach (var time in s_times.Select(t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture)))
                {
                    if (IsOverlappingPeak(model, time))
                        continue;
                    foreach (var usage in s_usages)
                    {
                        compared++;
                        var expected = Expected(PriceAt(model, time), usage);
                        var actual = PriceTable.Shipped.CostNanos(name, time.ToUnixTimeMilliseconds(), usage);
                        if (actual != expected)
                            wrong.Add($"{name} at {time:yyyy-MM-dd HH:mm} {usage}: {actual?.ToString() ?? "unpriced"}, source {expected}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
        Assert.True(compared > 5000, $"only {compared} prices were compared");
    }

    private static readonly TokenUsage[] s_usages =
    [
        new() { Input = 1_001 },
        new() { Input = 12_345, Output = 6_789, CacheRead = 50_001, CacheWrite5m = 4_321 },
        new() { Input = 10, Output = 333, CacheRead = 600_000, CacheWrite5m = 1 },
    ];

    // Speech, pictures, embeddings, fine-tuned and free models are not what a coding agent calls.
    private static bool IsOurs(JsonElement provider, JsonElement model, string name)
    {
        if (model.GetProperty("prices").ValueKind == JsonValueKind.Object && !model.GetProperty("prices").TryGetProperty("input_mtok", out _))
            return false;
        if (!Price(model).TryGetProperty("output_mtok", out _) || NotText().IsMatch(model.GetProperty("id").GetString()!) || NotText().IsMatch(name))
            return false;
        if (provider.GetProperty("id").GetString() == "google" && name.Contains("claude", StringComparison.Ordinal))
            return false;
        if (provider.GetProperty("id").GetString() == "zhipuai" && (s_dollarPrices.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Contains("5.2", StringComparison.Ordinal) || name.Contains("5.3", StringComparison.Ordinal)))
            return false;
        return !name.StartsWith("ft:", StringComparison.Ordinal) && !PartialName().IsMatch(name);

        static JsonElement Price(JsonElement m) => m.GetProperty("prices") is { ValueKind: JsonValueKind.Array } list ? list[0].GetProperty("prices") : m.GetProperty("prices");
    }

    // The source gives DeepSeek V4's peak hours no first day; we let them begin with the price list that brought them.
    private static bool IsOverlappingPeak(JsonElement model, DateTimeOffset time) =>
        model.GetProperty("id").GetString()!.StartsWith("deepseek-v4", StringComparison.Ordinal) && time < new DateTimeOffset(2026, 8, 17, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex("tts|audio|realtime|transcribe|image|embed|whisper|moderation|ocr|voxtral|live|omni|voice|davinci|babbage|curie|computer-use|\\.ft-|pixtral|saba|:free|^ada$|:extended|^gemma")]
    private static partial Regex NotText();

    [GeneratedRegex("-$|@$|^claude-sonnet-4-2025$|^[mM]2\\.|-0$|^(claude-|anthropic/)?$")]
    private static partial Regex PartialName();

    private static IEnumerable<string> Names(JsonElement match) => match.EnumerateObject().SelectMany(rule => rule.Name switch
    {
        "or" or "and" => rule.Value.EnumerateArray().SelectMany(Names),
        "regex" => [],
        _ => [rule.Value.GetString()!],
    });

    private static bool Matches(JsonElement match, string name) => match.EnumerateObject().All(rule => rule.Name switch
    {
        "or" => rule.Value.EnumerateArray().Any(r => Matches(r, name)),
        "and" => rule.Value.EnumerateArray().All(r => Matches(r, name)),
        "equals" => name == rule.Value.GetString(),
        "starts_with" => name.StartsWith(rule.Value.GetString()!, StringComparison.Ordinal),
        "ends_with" => name.EndsWith(rule.Value.GetString()!, StringComparison.Ordinal),
        "contains" => name.Contains(rule.Value.GetString()!, StringComparison.Ordinal),
        "regex" => Regex.IsMatch(name, rule.Value.GetString()!),
        _ => throw new InvalidOperationException(rule.Name),
    });

    private static JsonElement PriceAt(JsonElement model, DateTimeOffset time)
    {
        var prices = model.GetProperty("prices");
        if (prices.ValueKind == JsonValueKind.Object)
            return prices;
        return prices.EnumerateArray().Last(p => !p.TryGetProperty("constraint", out var c) || Holds(c, time)).GetProperty("prices");
    }

    private static bool Holds(JsonElement constraint, DateTimeOffset time)
    {
        if (constraint.GetProperty("type").GetString() == "start_date")
            return string.CompareOrdinal(time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), constraint.GetProperty("start_date").GetString()) >= 0;
        var clock = time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + "Z";
        return string.CompareOrdinal(clock, constraint.GetProperty("start_time").GetString()) >= 0
            && string.CompareOrdinal(clock, constraint.GetProperty("end_time").GetString()) < 0;
    }

    private static long Expected(JsonElement price, TokenUsage usage)
    {
        var context = usage.Input + usage.CacheRead + usage.CacheWrite5m;
        var input = Rate(price, "input_mtok", context) ?? 0;
        var dollarsPerMillion = usage.Input * input
            + usage.Output * (Rate(price, "output_mtok", context) ?? 0)
            + usage.CacheRead * (Rate(price, "cache_read_mtok", context) ?? input)
            + usage.CacheWrite5m * (Rate(price, "cache_write_mtok", context) ?? input);
        return (long)decimal.Round(dollarsPerMillion * 1000m, MidpointRounding.AwayFromZero);
    }

    private static decimal? Rate(JsonElement price, string name, long context)
    {
        if (!price.TryGetProperty(name, out var rate))
            return null;
        if (rate.ValueKind == JsonValueKind.Number)
            return rate.GetDecimal();
        var value = rate.GetProperty("base").GetDecimal();
        foreach (var tier in rate.GetProperty("tiers").EnumerateArray().Where(t => context > t.GetProperty("start").GetInt64()))
            value = tier.GetProperty("price").GetDecimal();
        return value;
    }
}
