using System.Net;
using System.Net.Sockets;
using System.Text;
using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Safety;

/// <summary>Other web pages must not drive this server, however they reach it. Spoken on a bare socket: no library is polite for us.</summary>
public sealed class RequestGuardTests(Setup setup)
{
    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: evil.example:PORT")]
    [InlineData("Host: localhost.evil.example:PORT")]
    [InlineData("Host: 10.0.0.1:PORT")]
    [InlineData("Host: localhost:PORT\r\nX-Forwarded-Host: localhost\r\nOrigin: https://evil.example")]
    [InlineData("Host: localhost:PORT\r\nOrigin: null")]
    [InlineData("Host: localhost:PORT\r\nOrigin: http://localhost:1")]
    [InlineData("Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors")]
    [InlineData("Host: localhost:PORT\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors")]
    public async Task Request_OfAnotherSite_IsRefused(string headers)
    {
        foreach (var (method, path) in ((string, string)[])[("GET", "/api/sessions"), ("POST", "/api/import"), ("GET", "/api/live"), ("GET", "/")])
        {
            var answer = await AskAsync(method, path, headers);
            Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Access-Control-Allow-Origin", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("Host: localhost:PORT")]
    [InlineData("Host: 127.0.0.1:PORT")]
    [InlineData("Host: [::1]:PORT")]
    [InlineData("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nSec-Fetch-Site: same-origin")]
    [InlineData("Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")]
    public async Task Request_OfOurPagesAndPrograms_IsAnswered(string headers) =>
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync("GET", "/api/health", headers), StringComparison.Ordinal);

    [Fact]
    public async Task Request_WithoutHostOrWithTwo_IsRefused()
    {
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync("GET", "/", "X-No: host"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync("GET", "/", "Host: localhost:PORT\r\nHost: evil.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryPage_CarriesAStrictPolicy()
    {
        var server = await setup.WorkshopAsync();
        foreach (var path in (string[])["/", "/sessions", "/usage", "/search", "/status", "/api/sessions"])
        {
            using var answer = await server.Client.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(answer.Headers.CacheControl?.NoStore, $"{path} may be kept by a cache.");
        }
    }

    [Fact]
    public async Task BoundToAll_WithoutAToken_IsRefusedWithASentence()
    {
        using var home = new AgentHome();
        var result = await (await setup.ProgramAsync()).RunAsync(home, "up", "--no-browser", "--port", Server.FreePort(), "--bind", "0.0.0.0");
        Assert.Equal(78, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("Give a token with --token", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Beside("data")));
    }

    [Fact]
    public async Task BoundToAll_WithAToken_AnswersOnlyWhoShowsIt()
    {
        const string Token = "correct-horse-battery-staple";
        using var home = new AgentHome();
        home.Variables["PITWALL_TOKEN"] = Token;
        var port = Server.FreePort();
        await using var run = (await setup.ProgramAsync()).Start(home, "up", "--no-browser", "--port", port, "--bind", "0.0.0.0");
        var greeting = await run.LineAsync(l => l.StartsWith("Pitwall is at ", StringComparison.Ordinal));
        Assert.DoesNotContain(Token, greeting, StringComparison.Ordinal);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (var path in (string[])["/", "/api/health", "/api/sessions", "/login?token=wrong", "/assets/x/js/app.js"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);
        using var login = await client.GetAsync($"/login?token={Token}");
        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        using var bearer = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = client.BaseAddress };
        bearer.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync("/api/health")).StatusCode);
        // The command line asks the server with the token of the variable.
        Assert.Contains("filesFound", await (await setup.ProgramAsync()).OutputAsync(home, "sessions", "import", "--json"), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string method, string path, string headers)
    {
        var server = await setup.WorkshopAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port);
        await using var stream = socket.GetStream();
        var body = method == "POST" ? "Content-Type: application/json\r\nContent-Length: 2\r\n" : "";
        var request = $"{method} {path} HTTP/1.1\r\n{headers.Replace("PORT", server.Url.Port.ToString(), StringComparison.Ordinal)}\r\n{body}Connection: close\r\n\r\n{(method == "POST" ? "{}" : "")}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(ProgramRun.Patience, TimeProvider.System);
    }
}
