namespace Pitwall.Sessions.Usage;

/// <summary>
/// Reports as JSON with ccusage's field names, so that a script can switch over. Where its reports of one agent and of
/// all agents differ (<c>date</c> or <c>period</c>), both names are there. Additions of ours: <c>calls</c>, and
/// <c>unpricedCalls</c> and <c>unpricedModels</c> where a model has no known price.
/// </summary>
public static class UsageJson
{
    /// <summary>A report as one JSON document, without a line break at its end.</summary>
    public static string Write(UsageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var json = new JsonText().Open('{');
        if (report.Query.Period == UsagePeriod.Blocks)
        {
            json.Name("blocks").Open('[');
            foreach (var block in report.Blocks)
                WriteBlock(json.Item(), block);
            json.Close(']');
        }
        else
        {
            json.Name(ListName(report.Query.Period)).Open('[');
            foreach (var row in report.Rows)
                WriteRow(json.Item(), row, report.Query.Period);
            json.Close(']');
        }

        json.Name("totals").Open('{');
        WriteTokens(json, report.Totals);
        json.Dollars("totalCost", report.Totals.CostNanos);
        WriteCalls(json, report.Totals);
        return json.Close('}').Close('}').ToString();
    }

    private static string ListName(UsagePeriod period) => period switch
    {
        UsagePeriod.Daily => "daily",
        UsagePeriod.Weekly => "weekly",
        UsagePeriod.Monthly => "monthly",
        _ => "sessions",
    };

    private static void WriteRow(JsonText json, UsageRow row, UsagePeriod period)
    {
        json.Open('{');
        json.Text(period switch { UsagePeriod.Daily => "date", UsagePeriod.Weekly => "week", UsagePeriod.Monthly => "month", _ => "sessionId" }, row.Period);
        json.Text("period", row.Period);
        json.Text("agent", row.Agents.Count == 1 ? row.Agents[0] : "all");
        if (period == UsagePeriod.Session)
        {
            json.Text("projectPath", row.Project);
            json.Text("firstActivity", UsageBlocks.Iso(row.FirstMs));
            json.Text("lastActivity", UsageBlocks.Iso(row.LastMs));
        }

        WriteTokens(json, row);
        json.Dollars("totalCost", row.CostNanos);
        json.Texts("modelsUsed", Models(row));
        json.Name("modelBreakdowns").Open('[');
        foreach (var model in row.Models)
        {
            json.Item().Open('{');
            json.Text("modelName", ModelName(model.Model));
            json.Number("inputTokens", model.Usage.Input);
            json.Number("outputTokens", model.Usage.Output);
            json.Number("cacheCreationTokens", model.Usage.CacheWrite);
            json.Number("cacheReadTokens", model.Usage.CacheRead);
            json.Dollars("cost", model.CostNanos);
            if (model.UnpricedCalls > 0)
                json.Number("unpricedCalls", model.UnpricedCalls);
            json.Close('}');
        }

        json.Close(']');
        WriteCalls(json, row);
        json.Name("metadata").Open('{');
        json.Texts("agents", row.Agents);
        if (period == UsagePeriod.Session)
            json.Text("lastActivity", UsageBlocks.Iso(row.LastMs));
        json.Close('}').Close('}');
    }

    private static void WriteBlock(JsonText json, UsageBlock block)
    {
        var row = block.Row;
        json.Open('{');
        json.Text("id", (block.IsGap ? "gap-" : "") + UsageBlocks.Iso(block.StartMs));
        json.Text("startTime", UsageBlocks.Iso(block.StartMs));
        json.Text("endTime", UsageBlocks.Iso(block.EndMs));
        if (block.IsGap)
            json.Null("actualEndTime");
        else
            json.Text("actualEndTime", UsageBlocks.Iso(row.LastMs));
        json.Bool("isActive", block.IsActive);
        json.Bool("isGap", block.IsGap);
        json.Number("entries", row.Calls);
        json.Name("tokenCounts").Open('{');
        json.Number("inputTokens", row.Usage.Input);
        json.Number("outputTokens", row.Usage.Output);
        json.Number("cacheCreationInputTokens", row.Usage.CacheWrite);
        json.Number("cacheReadInputTokens", row.Usage.CacheRead);
        json.Close('}');
        json.Number("totalTokens", row.Usage.Total);
        json.Dollars("costUSD", row.CostNanos);
        json.Texts("models", Models(row));
        WriteBurn(json, block.Burn);
        if (row.UnpricedCalls > 0)
            json.Number("unpricedCalls", row.UnpricedCalls);
        json.Close('}');
    }

    private static void WriteBurn(JsonText json, BurnRate? burn)
    {
        if (burn is null)
        {
            json.Null("burnRate");
            json.Null("projection");
            return;
        }

        json.Name("burnRate").Open('{');
        json.Number("costPerHour", burn.DollarsPerHour);
        json.Number("tokensPerMinute", burn.TokensPerMinute);
        json.Number("tokensPerMinuteForIndicator", burn.FreshTokensPerMinute);
        json.Close('}');
        json.Name("projection").Open('{');
        json.Number("remainingMinutes", (long)Math.Round(burn.RemainingMinutes));
        json.Number("totalCost", Math.Round(burn.ProjectedDollars, 2));
        json.Number("totalTokens", (long)Math.Round(burn.ProjectedTokens));
        json.Close('}');
    }

    private static void WriteTokens(JsonText json, UsageRow row)
    {
        json.Number("inputTokens", row.Usage.Input);
        json.Number("outputTokens", row.Usage.Output);
        json.Number("cacheCreationTokens", row.Usage.CacheWrite);
        json.Number("cacheReadTokens", row.Usage.CacheRead);
        json.Number("totalTokens", row.Usage.Total);
    }

    private static void WriteCalls(JsonText json, UsageRow row)
    {
        json.Number("calls", row.Calls);
        json.Number("unpricedCalls", row.UnpricedCalls);
        if (row.UnpricedCalls > 0)
            json.Texts("unpricedModels", [.. row.Models.Where(m => m.UnpricedCalls > 0).Select(m => ModelName(m.Model))]);
    }

    private static List<string> Models(UsageRow row) => [.. row.Models.Select(m => ModelName(m.Model))];

    /// <summary>A record that names no model is counted all the same.</summary>
    public static string ModelName(string model) => string.IsNullOrEmpty(model) ? "unknown" : model;
}
