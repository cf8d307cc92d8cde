using System.Text.Json;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>What Claude Code writes beside a sub-agent's transcript: <c>agent-ID.meta.json</c>.</summary>
/// <param name="AgentType">Kind of sub-agent, or empty.</param>
/// <param name="Description">What it was asked to do, in a few words, or empty.</param>
/// <param name="ToolUseId">The call that started it, or empty.</param>
internal sealed record SubagentMeta(string AgentType, string Description, string ToolUseId)
{
    private const int Longest = 64 * 1024;

    /// <summary>Nothing is told.</summary>
    public static SubagentMeta None { get; } = new("", "", "");

    /// <summary>Reads the file beside a transcript; <see cref="None"/> where there is none or it makes no sense.</summary>
    public static SubagentMeta Beside(TranscriptFile file)
    {
        if (file.Format != TranscriptFormat.Claude || !Path.GetFileName(file.Path).StartsWith("agent-", StringComparison.Ordinal)) return None;
        var path = Path.ChangeExtension(file.Path, ".meta.json");
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: < Longest }) return None;
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var meta = document.RootElement;
            return new SubagentMeta(meta.Str("agentType"), meta.Str("description"), meta.Str("toolUseId"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return None; // told nothing: the transcript itself is enough
        }
    }
}
