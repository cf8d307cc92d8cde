using System.Text.Json;
using System.Text.Json.Serialization;
using Pitwall.Sessions.Reading;
using Pitwall.Web.Formatting;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>The figures of the chart of calls, in columns, as <c>js/chart-calls.js</c> reads them.</summary>
internal sealed record CallChartData
{
    [JsonPropertyName("at")]
    public required IReadOnlyList<long> At { get; init; }

    /// <summary>Dollars, null where unpriced.</summary>
    [JsonPropertyName("cost")]
    public required IReadOnlyList<double?> Cost { get; init; }

    /// <summary>1 for calls of sub-agents.</summary>
    [JsonPropertyName("sub")]
    public required IReadOnlyList<int> Sub { get; init; }

    /// <summary>Tokens of context, null for calls of sub-agents, which have a context of their own.</summary>
    [JsonPropertyName("context")]
    public required IReadOnlyList<long?> Context { get; init; }

    [JsonPropertyName("model")]
    public required IReadOnlyList<int> Model { get; init; }

    [JsonPropertyName("models")]
    public required IReadOnlyList<string> Models { get; init; }

    public static string Json(string sessionId, IReadOnlyList<CallPoint> calls)
    {
        List<string> models = [.. calls.Select(c => c.Model).Distinct(StringComparer.Ordinal)];
        return JsonSerializer.Serialize(new CallChartData
        {
            At = [.. calls.Select(c => c.AtMs)],
            Cost = [.. calls.Select(c => c.CostNanos is { } nanos ? Math.Round((double)nanos / Figures.NanosPerDollar, 5) : (double?)null)],
            Sub = [.. calls.Select(c => c.SessionId == sessionId ? 0 : 1)],
            Context = [.. calls.Select(c => c.SessionId == sessionId ? c.Input + c.CacheRead + c.CacheWrite : (long?)null)],
            Model = [.. calls.Select(c => models.IndexOf(c.Model))],
            Models = [.. models.Select(Names.Model)],
        });
    }
}
