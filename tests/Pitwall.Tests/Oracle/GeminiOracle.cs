using System.Text.Json;

namespace Pitwall.Tests.Oracle;

/// <summary>
/// Counts Gemini CLI chats: a message with tokens is a call, a later copy of the message (same id) replaces the earlier.
/// Cached tokens are inside the input; thoughts are output the provider counts apart; what tools put into the prompt is input.
/// </summary>
internal static class GeminiOracle
{
    public static List<OracleCall> Read(string root, IEnumerable<string> files)
    {
        var calls = new Dictionary<string, OracleCall>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var session = Path.GetFileNameWithoutExtension(file);
            foreach (var value in Values(file))
            {
                if (value.Text("sessionId") is { Length: > 0 } named)
                    session = named;
                foreach (var message in value.Items("messages").Concat(value.Items("$set", "messages")).Append(value))
                {
                    if (message.At("tokens") is not { } tokens || message.Time() is not { } at)
                        continue;
                    var key = $"{session}|{message.Text("id")}";
                    var cached = Math.Min(tokens.Number("cached"), tokens.Number("input"));
                    calls[key] = new OracleCall
                    {
                        Agent = "gemini",
                        Key = key,
                        File = Path.GetRelativePath(root, file),
                        Session = session,
                        AtMs = at,
                        Model = message.Text("model"),
                        Input = tokens.Number("input") - cached + tokens.Number("tool"),
                        CacheRead = cached,
                        Output = tokens.Number("output") + tokens.Number("thoughts"),
                    };
                }
            }
        }

        return [.. calls.Values];
    }

    // One object over many lines (before 0.50), or a line per message.
    private static List<JsonElement> Values(string file)
    {
        try
        {
            return [JsonElement.Parse(File.ReadAllBytes(file))];
        }
        catch (JsonException)
        {
            return JsonValues.OfLines(file);
        }
    }
}
