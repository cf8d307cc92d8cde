using System.Text.Json;

namespace Pitwall.Tests.Sessions.Pages;

/// <summary>Inputs of tool calls in real transcripts of Claude Code and Codex, as the store keeps them.</summary>
internal static class RealInputs
{
    public static IEnumerable<string> Of(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            foreach (var line in File.ReadLines(path))
            {
                if (!line.Contains("tool_use", StringComparison.Ordinal) && !line.Contains("_call\"", StringComparison.Ordinal)) continue;
                foreach (var input in Inputs(line)) yield return input;
            }
        }
    }

    private static List<string> Inputs(string line)
    {
        var inputs = new List<string>();
        try
        {
            using var json = JsonDocument.Parse(line);
            if (Get(Get(json.RootElement, "message"), "content") is { ValueKind: JsonValueKind.Array } content)
                inputs.AddRange(content.EnumerateArray().Where(b => Get(b, "input") is not null).Select(b => b.GetProperty("input").GetRawText()));
            if (Get(json.RootElement, "payload") is { } payload && (Get(payload, "arguments") ?? Get(payload, "input")) is { ValueKind: JsonValueKind.String } text)
                inputs.Add(text.GetString()!);
        }
        catch (JsonException)
        {
            // A line that is cut or joined: the importer's business.
        }
        return inputs;
    }

    private static JsonElement? Get(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty(name, out var value) ? value : null;
}
