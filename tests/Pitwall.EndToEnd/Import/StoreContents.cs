using System.Text.Json;
using Pitwall.EndToEnd.Commands;
using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Import;

/// <summary>Everything that a server tells of its store, without the numbers that only order of arrival decides.</summary>
internal sealed record StoreContents(
    IReadOnlyDictionary<string, string> Usage, IReadOnlyList<string> Sessions, IReadOnlyList<string> Timelines, IReadOnlyDictionary<string, int> Hits, string Agents)
{
    private const int EveryNth = 5;
    private static readonly string[] s_words = ["error", "test", "function", "coverage", "import"];

    /// <summary>Reads it all, timelines of every fifth session.</summary>
    public static async Task<StoreContents> ReadAsync(Server server)
    {
        var usage = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var period in Commands.Usage.Periods)
            usage[period] = await server.Client.GetStringAsync($"/api/usage/{period}");
        var sessions = (await server.ItemsAsync("/api/sessions?sort=tokens")).OrderBy(s => s.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
        var timelines = new List<string>();
        for (var i = 0; i < sessions.Count; i += EveryNth)
        {
            var id = sessions[i].GetProperty("id").GetString()!;
            var items = await server.ItemsAsync($"/api/sessions/{Uri.EscapeDataString(id)}/timeline");
            Assert.Equal(items.Count, items.Select(item => item.GetProperty("id").GetInt64()).Distinct().Count());
            timelines.Add(id + "\n" + string.Join('\n', items.Select(WithoutId)));
        }
        var hits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in s_words)
        {
            var found = (await server.ItemsAsync($"/api/search?q={word}")).Select(h => h.GetProperty("recordId").GetInt64()).ToList();
            Assert.Equal(found.Count, found.Distinct().Count());
            hits[word] = found.Count;
        }
        return new(usage, [.. sessions.Select(s => s.GetRawText())], timelines, hits, (await server.JsonAsync("/api/status")).GetProperty("agents").GetRawText());
    }

    /// <summary>Fails where the other is not the same, with the first difference.</summary>
    public void AssertSame(StoreContents other)
    {
        Assert.Equal(Usage, other.Usage);
        Assert.Equal(Sessions, other.Sessions);
        Assert.Equal(Timelines, other.Timelines);
        Assert.Equal(Hits, other.Hits);
        Assert.Equal(Agents, other.Agents);
    }

    private static string WithoutId(JsonElement item) => string.Join(' ', item.EnumerateObject().Where(p => p.Name != "id").Select(p => p.Value.GetRawText()));
}
