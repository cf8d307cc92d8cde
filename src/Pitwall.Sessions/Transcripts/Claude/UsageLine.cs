using System.Text.Json;
using Pitwall.Core.Records;

namespace Pitwall.Sessions.Transcripts.Claude;

/// <summary>The members of one record that accounting needs.</summary>
internal sealed class UsageLine
{
    public long? AtMs { get; set; }
    public string? MessageId { get; private set; }
    public string? RequestId { get; set; }
    public string? RecordedSession { get; set; }
    public string? Model { get; private set; }
    public string? Project { get; set; }
    public string? Branch { get; set; }
    public string? Uuid { get; set; }
    public bool IsAssistant { get; set; }
    public bool Sidechain { get; set; }
    public bool HasUsage { get; private set; }
    public bool Fast { get; private set; }
    public TokenUsage Usage { get; private set; }

    /// <summary>Web searches that a WebSearch operation reports to have made.</summary>
    public long Searches { get; private set; }

    /// <summary>Calls to an adviser model inside the call, each with its own model and usage.</summary>
    public List<(string Model, TokenUsage Usage)>? Advisors { get; private set; }

    /// <summary>Reads <c>message</c>.</summary>
    public void ReadMessage(ref Utf8JsonReader reader)
    {
        if (!JsonScan.Enter(ref reader)) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else if (reader.ValueTextEquals("id"u8)) MessageId = JsonScan.Text(ref reader);
            else if (reader.ValueTextEquals("model"u8)) Model = JsonScan.Text(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
    }

    /// <summary>Reads <c>toolUseResult</c>: only the number of searches.</summary>
    public void ReadToolResult(ref Utf8JsonReader reader)
    {
        if (!JsonScan.Enter(ref reader)) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("searchCount"u8)) Searches = JsonScan.Count(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (!JsonScan.Enter(ref reader)) return;
        HasUsage = true;
        Usage = ReadCounts(ref reader, outer: true);
    }

    /// <summary>Reads the counters of a usage object the reader has entered.</summary>
    private TokenUsage ReadCounts(ref Utf8JsonReader reader, bool outer)
    {
        long input = 0, output = 0, created = 0, read = 0, fiveMinutes = 0, oneHour = 0, searches = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8)) input = JsonScan.Count(ref reader);
            else if (reader.ValueTextEquals("output_tokens"u8)) output = JsonScan.Count(ref reader);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) created = JsonScan.Count(ref reader);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) read = JsonScan.Count(ref reader);
            else if (reader.ValueTextEquals("cache_creation"u8)) (fiveMinutes, oneHour) = ReadLifetimes(ref reader);
            else if (reader.ValueTextEquals("server_tool_use"u8)) searches = ReadSearches(ref reader);
            else if (outer && reader.ValueTextEquals("speed"u8)) Fast = JsonScan.TextEquals(ref reader, "fast"u8);
            else if (outer && reader.ValueTextEquals("iterations"u8)) ReadIterations(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
        // The sum is what was billed. A split that does not add up to it is trusted only as far as it goes:
        // the rest counts as 5 minutes, the cheaper rate.
        if (created == 0) created = fiveMinutes + oneHour;
        oneHour = Math.Min(oneHour, created);
        return new TokenUsage
        {
            Input = input,
            Output = output,
            CacheRead = read,
            CacheWrite1h = oneHour,
            CacheWrite5m = created - oneHour,
            WebSearches = searches,
        };
    }

    private static (long FiveMinutes, long OneHour) ReadLifetimes(ref Utf8JsonReader reader)
    {
        long fiveMinutes = 0, oneHour = 0;
        if (!JsonScan.Enter(ref reader)) return default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8)) fiveMinutes = JsonScan.Count(ref reader);
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8)) oneHour = JsonScan.Count(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
        return (fiveMinutes, oneHour);
    }

    private static long ReadSearches(ref Utf8JsonReader reader)
    {
        long searches = 0;
        if (!JsonScan.Enter(ref reader)) return 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("web_search_requests"u8)) searches = JsonScan.Count(ref reader);
            else JsonScan.SkipValue(ref reader);
        }
        return searches;
    }

    private void ReadIterations(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) { reader.Skip(); return; }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) { reader.Skip(); continue; }
            // Kind and model may stand before or after the counters: look for them in a copy first.
            var (isAdvisor, model) = Peek(reader);
            if (isAdvisor) (Advisors ??= []).Add((model, ReadCounts(ref reader, outer: false)));
            else reader.Skip();
        }
    }

    private static (bool IsAdvisor, string Model) Peek(Utf8JsonReader copy)
    {
        var isAdvisor = false;
        var model = "";
        while (copy.Read() && copy.TokenType == JsonTokenType.PropertyName)
        {
            if (copy.ValueTextEquals("type"u8)) isAdvisor = JsonScan.TextEquals(ref copy, "advisor_message"u8);
            else if (copy.ValueTextEquals("model"u8)) model = JsonScan.Text(ref copy) ?? "";
            else JsonScan.SkipValue(ref copy);
        }
        return (isAdvisor, model);
    }
}
