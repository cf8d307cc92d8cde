using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Pitwall.EndToEnd.Program;

/// <summary>A running <c>pitwall up</c> on a free port, killed by its process id at the end.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const int MostTries = 4;
    private const int PortInUse = 75;

    private Server(ProgramRun run, Uri url)
    {
        Run = run;
        Url = url;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = ProgramRun.Patience };
    }

    /// <summary>The process.</summary>
    public ProgramRun Run { get; }

    /// <summary>The address it printed.</summary>
    public Uri Url { get; }

    /// <summary>A client that is no browser.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts the published program and waits until it says where it is and answers.</summary>
    public static Task<Server> StartAsync(BuiltProgram program, AgentHome home, params string[] options) =>
        StartAsync(port => program.Start(home, ["up", "--port", port, "--no-browser", .. options]));

    /// <summary>Starts it by the script.</summary>
    public static Task<Server> StartByScriptAsync(BuiltProgram program, AgentHome home) =>
        StartAsync(port => ProgramRun.Start(program.StartInfo(BuiltProgram.Script, home, "up", "--port", port, "--no-browser")));

    /// <summary>Waits until everything that was there at start is imported; the program's own line about it.</summary>
    public Task<string> ImportedAsync() => Run.LineAsync(line => line.StartsWith("Imported ", StringComparison.Ordinal) || line.EndsWith("nothing new.", StringComparison.Ordinal));

    /// <summary>What the API answers, as JSON.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path} answered {(int)answer.StatusCode}: {text}\n{Run.Printed}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>All items of a paged list.</summary>
    public async Task<List<JsonElement>> ItemsAsync(string path)
    {
        var items = new List<JsonElement>();
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? cursor = null; ;)
        {
            var page = await JsonAsync($"{path}{separator}limit=500{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
            if (cursor is null)
                return items;
        }
    }

    /// <summary>A free port of this machine; somebody else may take it before it is used.</summary>
    public static string FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Run.DisposeAsync();
    }

    private static async Task<Server> StartAsync(Func<string, ProgramRun> start)
    {
        const string Where = "Pitwall is at ";
        for (var attempt = 1; ; attempt++)
        {
            var run = start(FreePort());
            try
            {
                var line = await run.LineAsync(l => l.StartsWith(Where, StringComparison.Ordinal));
                var server = new Server(run, new Uri(line[Where.Length..].Split(' ')[0]));
                Assert.Equal("ok", (await server.JsonAsync("/api/health")).GetProperty("status").GetString());
                return server;
            }
            catch (ProgramEndedException e) when (e.ExitCode == PortInUse && attempt < MostTries)
            {
                await run.DisposeAsync();
            }
            catch
            {
                await run.DisposeAsync();
                throw;
            }
        }
    }
}
