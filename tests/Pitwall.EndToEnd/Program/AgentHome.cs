using Pitwall.Testing;

namespace Pitwall.EndToEnd.Program;

/// <summary>A home folder of its own for one run of the program: nothing of the machine's user is read or written.</summary>
internal sealed class AgentHome : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _claude = [];
    private string? _codex;
    private string? _gemini;

    /// <summary>Makes an empty home.</summary>
    public AgentHome() => Directory.CreateDirectory(Home);

    /// <summary>HOME.</summary>
    public string Home => _folder.Combine("home");

    /// <summary>PITWALL_DATA; not made by the test.</summary>
    public string Data { get; set; } = "";

    /// <summary>Where Claude Code keeps its transcripts by default.</summary>
    public string ClaudeProjects => Path.Combine(Home, ".claude", "projects");

    /// <summary>Further variables.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>A path beside the home.</summary>
    public string Beside(params ReadOnlySpan<string> parts) => _folder.Combine(parts);

    /// <summary>Has the program read the samples of the repository too, which are laid out as agents' own folders.</summary>
    public AgentHome WithSamples()
    {
        var samples = Path.Combine(TestData.Repository, "samples");
        WithClaude(Path.Combine(Home, ".claude"), Path.Combine(samples, "claude"));
        _codex = Path.Combine(samples, "codex");
        _gemini = Path.Combine(samples, "gemini");
        return this;
    }

    /// <summary>Names Claude Code's folders.</summary>
    public AgentHome WithClaude(params ReadOnlySpan<string> folders)
    {
        _claude.AddRange(folders);
        return this;
    }

    /// <summary>Names the folder of Codex.</summary>
    public AgentHome WithCodex(string folder)
    {
        _codex = folder;
        return this;
    }

    /// <summary>Names the folder of Gemini CLI.</summary>
    public AgentHome WithGemini(string folder)
    {
        _gemini = folder;
        return this;
    }

    /// <summary>The variables that point into this home.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment()
    {
        yield return new("HOME", Home);
        yield return new("PITWALL_DATA", Data.Length > 0 ? Data : Beside("data"));
        // A comma list, as ccusage reads it.
        if (_claude.Count > 0)
            yield return new("CLAUDE_CONFIG_DIR", string.Join(',', _claude));
        if (_codex is not null)
            yield return new("CODEX_HOME", _codex);
        if (_gemini is not null)
            yield return new("GEMINI_CLI_HOME", _gemini);
        foreach (var variable in Variables)
            yield return variable;
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();
}
