using System.Text.Json;
using Pitwall.Core.Records;

namespace Pitwall.Sessions.Transcripts.Gemini;

/// <summary>
/// Finds model calls in Gemini CLI chats: each message of type <c>gemini</c> with <c>tokens</c> is one, and a message
/// written again under its id replaces the one before. Counts per the Gemini API: cached is inside input, tool-use
/// prompts come on top of it, thoughts come on top of output.
/// </summary>
internal sealed class GeminiAccountant(string path, string state) : Accountant
{
    private string _session = state;

    /// <inheritdoc />
    public override string SessionId => _session.Length > 0 ? _session : Path.GetFileNameWithoutExtension(path);

    /// <inheritdoc />
    public override bool Wants(ReadOnlySpan<byte> line) => line.IndexOf("\"tokens\""u8) >= 0 || (_session.Length == 0 && line.IndexOf("\"sessionId\""u8) >= 0);

    /// <inheritdoc />
    public override string SaveState() => _session;

    /// <inheritdoc />
    public override void Take(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 128 });
        while (reader.Read())
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var record = document.RootElement;
            if (_session.Length == 0) _session = record.Str("sessionId");
            Message(record);
            foreach (var message in record.Member("messages").Items()) Message(message);
            foreach (var message in record.Member("$set").Member("messages").Items()) Message(message);
        }
    }

    private void Message(JsonElement message)
    {
        var tokens = message.Member("tokens");
        if (tokens.ValueKind != JsonValueKind.Object || message.Str("type") != "gemini") return;
        if (Timestamps.Get(message, "timestamp") is not { } at) { Skip("usage without a timestamp"); return; }
        if (message.Str("id") is not { Length: > 0 } id) { Skip("usage with an empty id"); return; }

        long Count(string name) => Math.Clamp(tokens.Int(name), 0, 1L << 50);
        var cached = Math.Min(Count("cached"), Count("input"));
        Calls.Add(new ModelCall
        {
            Key = $"gemini|{SessionId}|{id}",
            Agent = "gemini",
            SessionId = SessionId,
            RootId = SessionId,
            Project = GeminiPath.Project(path),
            AtMs = at,
            Model = message.Str("model"),
            Usage = new TokenUsage
            {
                Input = Count("input") - cached + Count("tool"),
                CacheRead = cached,
                Output = Count("output") + Count("thoughts"),
                Reasoning = Count("thoughts"),
            },
        });
    }
}
