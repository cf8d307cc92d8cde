using System.Text.Json;
using Pitwall.Core.Records;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Usage;

public sealed class UsageJsonTests
{
    private static readonly UsageCell[] s_cells =
    [
        Cells.At("2026-01-01T10:00:00.123") with
        {
            Usage = new TokenUsage { Input = 1, Output = 2, CacheRead = 3, CacheWrite5m = 4, CacheWrite1h = 5, Reasoning = 1 },
            CostNanos = 1_200_000_003,
        },
        Cells.At("2026-01-02T11:00", model: "gpt-99", agent: "codex", session: "s2", cost: null),
    ];

    [Theory]
    [InlineData(UsagePeriod.Daily, "daily", "date", "2026-01-01")]
    [InlineData(UsagePeriod.Weekly, "weekly", "week", "2025-12-29")]
    [InlineData(UsagePeriod.Monthly, "monthly", "month", "2026-01")]
    [InlineData(UsagePeriod.Session, "sessions", "sessionId", "s1")]
    public void Write_HasTheNamesOfCcusage(UsagePeriod period, string list, string key, string first)
    {
        using var json = Write(period);
        var row = json.RootElement.GetProperty(list)[0];
        Assert.Equal(first, row.GetProperty(key).GetString());
        Assert.Equal(first, row.GetProperty("period").GetString());
        foreach (var name in (string[])["inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "totalTokens", "totalCost", "modelsUsed", "modelBreakdowns"])
            Assert.True(row.TryGetProperty(name, out _), name);
        foreach (var name in (string[])["modelName", "inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "cost"])
            Assert.True(row.GetProperty("modelBreakdowns")[0].TryGetProperty(name, out _), name);
        foreach (var name in (string[])["inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "totalTokens", "totalCost"])
            Assert.True(json.RootElement.GetProperty("totals").TryGetProperty(name, out _), name);
    }

    [Fact]
    public void Write_Figures_AreExact()
    {
        using var json = Write(UsagePeriod.Daily);
        var row = json.RootElement.GetProperty("daily")[0];
        Assert.Equal("1.200000003", row.GetProperty("totalCost").GetRawText());
        Assert.Equal(9, row.GetProperty("cacheCreationTokens").GetInt64());
        Assert.Equal(15, row.GetProperty("totalTokens").GetInt64());
        Assert.Equal("claude", row.GetProperty("agent").GetString());
    }

    [Fact]
    public void Write_UnpricedModels_AreNamed()
    {
        using var json = Write(UsagePeriod.Monthly);
        var row = json.RootElement.GetProperty("monthly")[0];
        Assert.Equal("all", row.GetProperty("agent").GetString());
        Assert.Equal(1, row.GetProperty("unpricedCalls").GetInt64());
        Assert.Equal("gpt-99", row.GetProperty("unpricedModels")[0].GetString());
        Assert.Equal("0", row.GetProperty("modelBreakdowns")[1].GetProperty("cost").GetRawText());
    }

    [Fact]
    public void Write_Session_HasProjectAndTimes()
    {
        using var json = Write(UsagePeriod.Session);
        var row = json.RootElement.GetProperty("sessions")[0];
        Assert.Equal("/home/ada/app", row.GetProperty("projectPath").GetString());
        Assert.Equal("2026-01-01T10:00:00.123Z", row.GetProperty("firstActivity").GetString());
        Assert.Equal("2026-01-01T10:00:00.123Z", row.GetProperty("lastActivity").GetString());
    }

    [Fact]
    public void Write_Blocks_HaveTheFieldsOfCcusage()
    {
        using var json = Write(UsagePeriod.Blocks);
        var blocks = json.RootElement.GetProperty("blocks");
        Assert.Equal(["2026-01-01T10:00:00.000Z", "gap-2026-01-01T15:00:00.123Z", "2026-01-02T11:00:00.000Z"], blocks.EnumerateArray().Select(b => b.GetProperty("id").GetString()));
        string[] names = ["id", "startTime", "endTime", "actualEndTime", "isActive", "isGap", "entries", "tokenCounts", "totalTokens", "costUSD", "models", "burnRate", "projection"];
        Assert.All(blocks.EnumerateArray(), b => Assert.All(names, n => Assert.True(b.TryGetProperty(n, out _), n)));
        Assert.Equal(JsonValueKind.Null, blocks[1].GetProperty("actualEndTime").ValueKind);
        Assert.Equal(9, blocks[0].GetProperty("tokenCounts").GetProperty("cacheCreationInputTokens").GetInt64());
    }

    [Fact]
    public void Write_OpenBlock_HasBurnRateAndProjection()
    {
        UsageCell[] calls = [Cells.At("2026-11-21T10:00"), Cells.At("2026-11-21T11:00")];
        using var json = JsonDocument.Parse(UsageJson.Write(UsageReports.Build(calls, Cells.Query(UsagePeriod.Blocks), Cells.Now)));
        var block = json.RootElement.GetProperty("blocks")[0];
        Assert.Equal(2, block.GetProperty("burnRate").GetProperty("costPerHour").GetDouble());
        Assert.Equal(180, block.GetProperty("projection").GetProperty("remainingMinutes").GetInt64());
        Assert.Equal(8, block.GetProperty("projection").GetProperty("totalCost").GetDouble());
    }

    [Theory]
    [InlineData("a\"b\\c\n\u0000\u001b[31m</script>&\u009b\u2028é漢🏁")]
    [InlineData("\ud800")]
    public void Write_HostileNames_StayValidJsonAndPlainText(string model)
    {
        var text = UsageJson.Write(UsageReports.Build([Cells.At("2026-01-01", model: model)], Cells.Query(UsagePeriod.Daily), Cells.Now));
        using var json = JsonDocument.Parse(text);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain("</script>", text, StringComparison.Ordinal);
        if (!char.IsSurrogate(model[0]))
            Assert.Equal(model, json.RootElement.GetProperty("daily")[0].GetProperty("modelsUsed")[0].GetString());
    }

    private static JsonDocument Write(UsagePeriod period) =>
        JsonDocument.Parse(UsageJson.Write(UsageReports.Build(s_cells, Cells.Query(period), Cells.Now)));
}
