using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Corpus;

/// <summary>Transcripts that attack whoever reads them: scripts, links that are scripts, terminal escapes, secrets, names that are tricks, fields without end.</summary>
internal static class Hostile
{
    /// <summary>Put together here, so that nobody's scanner takes this file for a leak.</summary>
    public static readonly string Secret = "sk-ant-" + "api03-" + "Zq7Rk2Wm9Xt4Vb6Nc8Ly1Pd3Hf5Jg0Sa-" + "Zq7Rk2Wm9Xt4Vb6Nc8Ly1Pd3Hf5Jg0Sa_Qw2Er4Ty6Ui8Op-AA";

    /// <summary>What of the secret nothing may show.</summary>
    public const string SecretPart = "Rk2Wm9Xt4Vb6Nc8Ly1Pd3Hf5Jg0Sa";

    public const string Escape = "\u001b[31mred\u001b[0m\u001b]0;owned\u0007\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u009b2J\u202egpj.exe";
    public const int HugeLength = 3_000_000;

    private const string Script = "<script>window.__owned = 1</script><img src=x onerror=\"window.__owned = 1\"><svg onload='window.__owned=1'>";

    private const string Markdown =
        "[click](javascript:window.__owned=1) [data](data:text/html,<script>window.__owned=1</script>) ![pixel](https://evil.example/pixel.png) "
        + "<a href=\"javascript:window.__owned=1\">raw</a> <style>body{display:none}</style> <iframe src=\"https://evil.example\"></iframe> "
        + "[vb](vbscript:x) <javascript:window.__owned=1> [ref][r]\n\n[r]: javascript:window.__owned=1 \"t\" onclick=\"window.__owned=1\"\n";

    /// <summary>Ids of the sessions, which are also names of files.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        ["..%252e%5c..", "<img src=x onerror=window.__owned=1>", "a b?c#d&e=f'g\"h", "%00%0a", "…\u202egpj", "'; drop table sessions; --", "{{7*7}}${7*7}"];

    /// <summary>Id of a session that printed a secret in colour.</summary>
    public const string Coloured = "40000000-0000-4000-8000-000000000002";

    /// <summary>An id that holds what stands for a slash in an address.</summary>
    public const string EscapedSlash = "..%2f..%2fetc%2fpasswd";

    /// <summary>Writes them.</summary>
    public static void Write(AgentHome home, DateTimeOffset now)
    {
        foreach (var (i, id) in Ids.Index())
        {
            var session = ClaudeTranscript.Begin(home.ClaudeProjects, i % 2 == 0 ? "/home/dev/<b>bold</b>" : $"/home/{Script.Replace('/', '|')}", id, now.AddMinutes(-10 - i));
            session.Branch = i % 2 == 0 ? Script : $"key/{Secret}";
            session.Model = i % 2 == 0 ? "claude-opus-4-7" : $"model{Script}{Escape}";
            session.Prompt($"marker{i} {Script} {Escape} my key is {Secret} and password=hunter2hunter2!");
            session.Answer($"{Markdown}{Script}{Escape}\n\nneedle{i} export ANTHROPIC_API_KEY={Secret}");
            session.Tool($"toolu_a{i}", $"Bash{Script}", new { command = $"curl -H 'x-api-key: {Secret}' https://example.org # needle{i} {Script}", description = Escape }, $"{Script}{Escape} needle{i} {Secret}", error: i % 2 == 0);
            session.Tool($"toolu_b{i}", "Write", new { file_path = $"../../../../etc/{Script}", content = $"{Script}\nKEY={Secret}" }, "ok");
            session.Tool($"toolu_c{i}", "Edit", new { file_path = "x", old_string = Script, new_string = $"{Escape} {Secret}" }, "ok");
        }
        ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/slash", EscapedSlash, now.AddMinutes(-2)).Prompt("A slash in disguise").Answer("Yes.");
        ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/colour", Coloured, now.AddMinutes(-4)).Prompt("Look for the key")
            .Tool("toolu_colour", "Bash", new { command = "grep --color=always sk-ant .env" }, $"coloured .env:\u001b[01;31m\u001b[K{Secret}\u001b[m\u001b[K", error: true);
        var huge = ClaudeTranscript.Begin(home.ClaudeProjects, "/home/dev/huge", "40000000-0000-4000-8000-000000000001", now.AddMinutes(-3));
        huge.Prompt("huge " + new string('x', HugeLength));
        huge.Answer(string.Concat(Enumerable.Repeat("# ", 2000)) + string.Concat(Enumerable.Repeat("> ", 5000)) + string.Concat(Enumerable.Repeat("[", 20_000)) + "deep");
        huge.Answer(string.Concat(Enumerable.Repeat("*_", 20_000)) + "\n" + string.Concat(Enumerable.Repeat("- a\n  ", 2000)) + "\n| " + string.Concat(Enumerable.Repeat("a | ", 2000)) + "\n");
        huge.Tool("toolu_huge", "Bash", new { command = new string('y', 200_000) }, new string('z', HugeLength));
    }
}
