using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pitwall.EndToEnd.Corpus;

/// <summary>Writes a transcript as Claude Code does, line by line, while somebody reads it.</summary>
internal sealed class ClaudeTranscript
{
    private const string Version = "2.1.328";

    private readonly string _project;
    private readonly string? _agentId;
    private readonly string _mark;
    private int _lines;

    private ClaudeTranscript(string path, string sessionId, string project, DateTimeOffset at, string? agentId)
    {
        (FilePath, SessionId, _project, At, _agentId) = (path, sessionId, project, at, agentId);
        _mark = agentId ?? sessionId;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Id of the session it tells of.</summary>
    public string SessionId { get; }

    /// <summary>Time of the next line.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Seconds from one line to the next.</summary>
    public double Step { get; init; } = 5;

    /// <summary>Model that answers.</summary>
    public string Model { get; set; } = "claude-sonnet-4-5-20250929";

    /// <summary>Branch.</summary>
    public string Branch { get; set; } = "main";

    /// <summary>Begins a session. Nothing is written yet.</summary>
    /// <param name="projects">The folder of projects.</param>
    /// <param name="project">Working directory of the agent.</param>
    /// <param name="sessionId">Id of the session.</param>
    /// <param name="at">Time of the first line.</param>
    public static ClaudeTranscript Begin(string projects, string project, string sessionId, DateTimeOffset at) =>
        new(Path.Combine(projects, project.Replace('/', '-'), sessionId + ".jsonl"), sessionId, project, at, null);

    /// <summary>Begins the transcript of a sub-agent of this session, where Claude Code puts it.</summary>
    public ClaudeTranscript BeginSubagent(string agentId) =>
        new(Path.Combine(Path.ChangeExtension(FilePath, null), "subagents", $"agent-{agentId}.jsonl"), SessionId, _project, At, agentId);

    /// <summary>A person's prompt.</summary>
    public ClaudeTranscript Prompt(string text) => Add("user", new JsonObject { ["role"] = "user", ["content"] = text });

    /// <summary>The model's answer in Markdown; a call of its own.</summary>
    public ClaudeTranscript Answer(string text, int input = 1200, int output = 300, int cacheRead = 20_000, int cacheWrite = 400) =>
        Assistant(new JsonObject { ["type"] = "text", ["text"] = text }, input, output, cacheRead, cacheWrite);

    /// <summary>A tool call with its result.</summary>
    public ClaudeTranscript Tool(string id, string name, object toolInput, string result, bool error = false, object? details = null) =>
        Call(id, name, toolInput).Result(id, result, error, details);

    /// <summary>A tool call that is begun.</summary>
    public ClaudeTranscript Call(string id, string name, object toolInput) =>
        Assistant(new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = name, ["input"] = JsonSerializer.SerializeToNode(toolInput) }, 800, 120, 18_000, 200);

    /// <summary>What a tool call gave.</summary>
    public ClaudeTranscript Result(string id, string result, bool error = false, object? details = null)
    {
        var block = new JsonObject { ["tool_use_id"] = id, ["type"] = "tool_result", ["content"] = result, ["is_error"] = error };
        return Add("user", new JsonObject { ["role"] = "user", ["content"] = new JsonArray(block) }, details is null ? result : JsonSerializer.SerializeToNode(details));
    }

    private ClaudeTranscript Assistant(JsonObject block, int input, int output, int cacheRead, int cacheWrite)
    {
        var number = _lines;
        return Add("assistant", new JsonObject
        {
            ["id"] = $"msg_{_mark}_{number}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = Model,
            ["content"] = new JsonArray(block),
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = input,
                ["output_tokens"] = output,
                ["cache_read_input_tokens"] = cacheRead,
                ["cache_creation_input_tokens"] = cacheWrite,
                ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = cacheWrite, ["ephemeral_1h_input_tokens"] = 0 },
            },
        }, requestId: $"req_{_mark}_{number}");
    }

    private ClaudeTranscript Add(string type, JsonObject message, JsonNode? toolUseResult = null, string? requestId = null)
    {
        var line = new JsonObject
        {
            ["parentUuid"] = _lines == 0 ? null : $"{_mark}-{_lines - 1}",
            ["isSidechain"] = _agentId is not null,
            ["type"] = type,
            ["message"] = message,
            ["uuid"] = $"{_mark}-{_lines}",
            ["timestamp"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["cwd"] = _project,
            ["sessionId"] = SessionId,
            ["version"] = Version,
            ["gitBranch"] = Branch,
        };
        if (_agentId is not null)
            line["agentId"] = _agentId;
        if (requestId is not null)
            line["requestId"] = requestId;
        if (toolUseResult is not null)
            line["toolUseResult"] = toolUseResult;
        File.AppendAllText(FilePath, line.ToJsonString() + "\n");
        At += TimeSpan.FromSeconds(Step);
        _lines++;
        return this;
    }
}
