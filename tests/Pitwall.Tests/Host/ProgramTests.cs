using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Pitwall.Commands;
using Pitwall.Testing;

namespace Pitwall.Tests.Host;

/// <summary>The program itself, as a process: what scripts rely on.</summary>
public sealed class ProgramTests : IDisposable
{
    private const string Transcript = """
        {"type":"user","sessionId":"s1","uuid":"u1","timestamp":"2026-01-01T10:00:00Z","cwd":"/src/shop","version":"2.1.0","message":{"role":"user","content":"add a cart"}}
        {"type":"assistant","sessionId":"s1","uuid":"u2","parentUuid":"u1","requestId":"r1","timestamp":"2026-01-01T10:00:05Z","cwd":"/src/shop","version":"2.1.0","message":{"id":"msg_1","role":"assistant","model":"claude-opus-4-5-20251101","content":[{"type":"text","text":"done"}],"usage":{"input_tokens":100,"output_tokens":20}}}

        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ProgramTests() => _folder.Write("claude/projects/-src-shop/s1.jsonl", Transcript);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ExitCodes.Ok, "--version")]
    [InlineData(ExitCodes.Ok, "--help")]
    [InlineData(ExitCodes.Usage, "nonsense")]
    [InlineData(ExitCodes.Usage, "usage", "daily", "--since", "tomorrow")]
    [InlineData(ExitCodes.Usage, "up", "--port", "70000")]
    [InlineData(ExitCodes.Usage, "sessions", "list", "--limit", "0")]
    [InlineData(ExitCodes.Usage, "sessions", "import", "/no/such/file")]
    [InlineData(ExitCodes.Configuration, "up", "--bind", "0.0.0.0")]
    [InlineData(ExitCodes.Configuration, "up", "--bind", "nowhere.example")]
    [InlineData(ExitCodes.Configuration, "up", "--token", "short")]
    [InlineData(ExitCodes.Configuration, "up", "--database", "mysql://x/y", "--no-browser")]
    [InlineData(ExitCodes.Unavailable, "status", "--database", "postgres://nobody@127.0.0.1:1/x")]
    [InlineData(ExitCodes.CannotCreate, "up", "--data", "/proc/no/such/folder")]
    public async Task ExitCode_SaysWhatWentWrong_AndTheSentenceGoesToStandardError(int code, params string[] arguments)
    {
        using var run = Start(arguments);
        var (exit, output, errors) = await EndAsync(run);
        Assert.True(code == exit, $"exit code {exit}: {output} {errors}");
        Assert.Equal(code == ExitCodes.Ok, errors.Length == 0);
        Assert.Equal(code == ExitCodes.Ok, output.Length > 0);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAServer_CommandsDoTheWorkThemselves_AndJsonIsAlone()
    {
        var first = JsonDocument.Parse(await OutputAsync("usage", "daily", "--json", "--timezone", "UTC")).RootElement;
        Assert.Equal(120, first.GetProperty("totals").GetProperty("totalTokens").GetInt64());
        var report = JsonDocument.Parse(await OutputAsync("sessions", "import", "--json")).RootElement;
        Assert.Equal(1, report.GetProperty("sessions").GetInt32());
        var again = JsonDocument.Parse(await OutputAsync("sessions", "import", "--json")).RootElement;
        Assert.Equal((1, 0), (again.GetProperty("filesUnchanged").GetInt32(), again.GetProperty("filesOpened").GetInt32()));
        var list = JsonDocument.Parse(await OutputAsync("sessions", "list", "--json")).RootElement;
        Assert.Equal("s1", list.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Contains("add a cart", await OutputAsync("sessions", "list"), StringComparison.Ordinal);
        var second = JsonDocument.Parse(await OutputAsync("usage", "daily", "--json", "--timezone", "UTC")).RootElement;
        Assert.Equal(first.ToString(), second.ToString());
        Assert.False(JsonDocument.Parse(await OutputAsync("status", "--json")).RootElement.GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task Up_ServesFollowsAndStops()
    {
        using var server = Start("up", "--port", "0", "--no-browser");
        var url = await AddressAsync(server);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };
        Assert.Equal("ok", JsonDocument.Parse(await client.GetStringAsync("/api/health", Stop)).RootElement.GetProperty("status").GetString());

        // Another on the same data says where the first is; commands find it.
        using var second = Start("up", "--no-browser");
        var (exit, _, errors) = await EndAsync(second);
        Assert.Equal(ExitCodes.AlreadyRunning, exit);
        Assert.Contains(url, errors, StringComparison.Ordinal);
        Assert.Equal(url, JsonDocument.Parse(await OutputAsync("status", "--json")).RootElement.GetProperty("url").GetString());
        Assert.Equal(1, JsonDocument.Parse(await OutputAsync("sessions", "import", "--json")).RootElement.GetProperty("filesFound").GetInt32());
        Assert.Contains("120", await OutputAsync("usage", "daily", "--json", "--timezone", "UTC"), StringComparison.Ordinal);

        // The port is taken for a server on other data.
        using var third = Start("up", "--no-browser", "--port", new Uri(url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--data", _folder.Combine("other"));
        Assert.Equal(ExitCodes.PortInUse, (await EndAsync(third)).Exit);

        // Stops within five seconds, also while a page listens.
        using var live = await client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Kill(server.Id, SigTerm));
        var end = await EndAsync(server);
        Assert.Equal(ExitCodes.Ok, end.Exit);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
        Assert.False(File.Exists(_folder.Combine("data", "server.json")));
    }

    [Fact]
    public async Task Up_Killed_LeavesNothingInTheWay()
    {
        using (var server = Start("up", "--port", "0", "--no-browser"))
        {
            await AddressAsync(server);
            server.Kill();
            await server.WaitForExitAsync(Stop);
        }
        Assert.False(JsonDocument.Parse(await OutputAsync("status", "--json")).RootElement.GetProperty("running").GetBoolean());
        using var again = Start("up", "--port", "0", "--no-browser");
        await AddressAsync(again);
        Kill(again.Id, SigTerm);
        Assert.Equal(ExitCodes.Ok, (await EndAsync(again)).Exit);
    }

    private const int SigTerm = 15;

    private static int Kill(int pid, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        return kill.ExitCode;
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        var (exit, output, errors) = await EndAsync(run);
        Assert.True(exit == 0, $"exit code {exit}: {errors}");
        return output;
    }

    private static async Task<(int Exit, string Output, string Errors)> EndAsync(Process run)
    {
        var errors = run.StandardError.ReadToEndAsync(Stop);
        var output = run.StandardOutput.ReadToEndAsync(Stop);
        try
        {
            await run.WaitForExitAsync(Stop).WaitAsync(s_patience, Stop);
        }
        catch
        {
            run.Kill();
            throw;
        }
        return (run.ExitCode, await output, await errors);
    }

    private static async Task<string> AddressAsync(Process server)
    {
        var line = await server.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(s_patience, Stop);
        Assert.True(line is not null, line ?? await server.StandardError.ReadToEndAsync(Stop));
        return line!.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = _folder.Path };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PITWALL_DATA"] = _folder.Combine("data");
        start.Environment["CLAUDE_CONFIG_DIR"] = _folder.Combine("claude");
        start.Environment["CODEX_HOME"] = _folder.Combine("codex");
        start.Environment["GEMINI_CLI_HOME"] = _folder.Combine("gemini");
        start.Environment.Remove("PITWALL_TOKEN");
        return Process.Start(start)!;
    }
}
