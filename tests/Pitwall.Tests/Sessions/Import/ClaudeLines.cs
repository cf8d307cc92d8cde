using System.Text.Json;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>Writes records as Claude Code does.</summary>
internal static class ClaudeLines
{
    public static string User(string session, string uuid, string text, string at = "2026-11-20T10:00:00.000Z") => JsonSerializer.Serialize(new
    {
        parentUuid = (string?)null, isSidechain = false, type = "user", message = new { role = "user", content = text }, uuid, timestamp = at, cwd = "/home/dev/shop", sessionId = session,
        version = "2.1.328", gitBranch = "main",
    });

    public static string Answer(string session, string uuid, string message, string request, string text, int output = 10, string at = "2026-11-20T10:00:05.000Z", bool sidechain = false) =>
        Assistant(session, uuid, message, request, new { type = "text", text }, output, at, sidechain);

    public static string Call(string session, string uuid, string message, string request, string id, string tool, object input, string at = "2026-11-20T10:00:06.000Z") =>
        Assistant(session, uuid, message, request, new { type = "tool_use", id, name = tool, input }, 10, at, sidechain: false);

    public static string Result(string session, string uuid, string id, string text, bool error = false, object? details = null, string at = "2026-11-20T10:00:09.000Z") => JsonSerializer.Serialize(new
    {
        isSidechain = false, type = "user", message = new { role = "user", content = new[] { new { tool_use_id = id, type = "tool_result", content = text, is_error = error } } },
        uuid, timestamp = at, cwd = "/home/dev/shop", sessionId = session, version = "2.1.328", gitBranch = "main", toolUseResult = details ?? text,
    });

    private static string Assistant(string session, string uuid, string message, string request, object block, int output, string at, bool sidechain) => JsonSerializer.Serialize(new
    {
        parentUuid = (string?)null, isSidechain = sidechain, type = "assistant",
        message = new
        {
            id = message, type = "message", role = "assistant", model = "claude-sonnet-4-5-20250929", content = new[] { block },
            usage = new { input_tokens = 100, cache_creation_input_tokens = 20, cache_read_input_tokens = 30, output_tokens = output, cache_creation = new { ephemeral_5m_input_tokens = 5, ephemeral_1h_input_tokens = 15 } },
        },
        requestId = request, uuid, timestamp = at, cwd = "/home/dev/shop", sessionId = session, version = "2.1.328", gitBranch = "main",
    });
}
