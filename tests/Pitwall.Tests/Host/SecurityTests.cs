using System.Net;
using System.Net.Sockets;
using System.Text;
using Pitwall.Web.Security;

namespace Pitwall.Tests.Host;

/// <summary>What a browser can be made to send by a hostile page, sent byte by byte over a socket.</summary>
public sealed class SecurityTests
{
    private const string Token = "0123456789abcdef0123";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost:8151")]
    [InlineData("localhost:9999")] // through a forwarded port
    public async Task Host_Ours_IsAnswered(string host)
    {
        await using var server = await RunningHost.StartAsync();
        Assert.Equal(200, await StatusAsync(server, $"GET /api/health HTTP/1.1\r\nHost: {host}\r\n"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8151")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("192.168.1.5")]
    [InlineData("0.0.0.0")]
    [InlineData("[::ffff:192.168.1.5]")]
    [InlineData("")]
    public async Task Host_Foreign_IsRefused_AsInDnsRebinding(string host)
    {
        await using var server = await RunningHost.StartAsync();
        var answer = await SendAsync(server, $"GET /api/sessions HTTP/1.1\r\nHost: {host}\r\n");
        Assert.Matches("^HTTP/1.1 40[03] ", answer);
        Assert.DoesNotContain("items", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_Missing_IsRefused()
    {
        await using var server = await RunningHost.StartAsync();
        Assert.Equal(403, await StatusAsync(server, "GET /api/health HTTP/1.0\r\n"));
        Assert.Equal(400, await StatusAsync(server, "GET /api/health HTTP/1.1\r\n"));
    }

    [Theory]
    [InlineData("GET", "Origin: https://evil.example")]
    [InlineData("GET", "Origin: null")]
    [InlineData("GET", "Origin: http://localhost:3000")]
    [InlineData("GET", "Origin: https://localhost:8151")]
    [InlineData("GET", "Origin: http://localhost:8151.evil.example")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site")]
    [InlineData("GET", "Sec-Fetch-Site: same-site")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe")]
    [InlineData("POST", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")]
    [InlineData("POST", "Origin: https://evil.example\r\nContent-Type: text/plain")]
    [InlineData("POST", "Origin: null")]
    [InlineData("DELETE", "Origin: https://evil.example")]
    [InlineData("OPTIONS", "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST")]
    public async Task FromAnotherSite_IsRefused(string method, string headers)
    {
        await using var server = await RunningHost.StartAsync();
        var answer = await SendAsync(server, $"{method} /api/import HTTP/1.1\r\nHost: localhost:8151\r\n{headers}\r\nContent-Length: 0\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")] // no browser
    [InlineData("Origin: http://localhost:8151\r\n")]
    [InlineData("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n")]
    [InlineData("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n")] // typed
    [InlineData("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n")] // a followed link
    public async Task FromOurselvesOrALink_IsAnswered(string headers)
    {
        await using var server = await RunningHost.StartAsync();
        Assert.Equal(200, await StatusAsync(server, $"GET /api/health HTTP/1.1\r\nHost: localhost:8151\r\n{headers}"));
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheHeaders()
    {
        await using var server = await RunningHost.StartAsync();
        foreach (var path in new[] { "/api/health", "/api/nope", "/no/such/page" })
        {
            using var answer = await server.Client.GetAsync(path, Stop);
            string Header(string name) => string.Join(',', answer.Headers.GetValues(name));
            Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header("Referrer-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
            Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\n", 401)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n", 401)]
    [InlineData("GET /login HTTP/1.1\r\nHost: localhost\r\n", 401)]
    [InlineData("GET /login?token=0123456789abcdef012 HTTP/1.1\r\nHost: localhost\r\n", 401)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer 0123456789abcdef012\r\n", 401)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\nCookie: pitwall=0123456789abcdef0123\r\n", 401)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + Token + "\r\n", 401)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Token + "\r\n", 200)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer " + Token + "\r\n", 403)]
    public async Task Token_IsRequiredEverywhere(string request, int status)
    {
        await using var server = await RunningHost.StartAsync(change: s => s with { Access = new AccessOptions { Token = Token } });
        Assert.Equal(status, await StatusAsync(server, request));
    }

    [Fact]
    public async Task Login_ExchangesTheTokenForACookie_ThatHoldsAnotherValue()
    {
        await using var server = await RunningHost.StartAsync(change: s => s with { Access = new AccessOptions { Token = Token } });
        using var login = await server.Client.GetAsync($"/login?token={Token}", Stop);
        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal("/", login.Headers.Location?.OriginalString);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync(server, $"GET /api/health HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie.Split(';')[0]}\r\n"));
    }

    [Theory]
    [InlineData("0.0.0.0", null, false)]
    [InlineData("::", null, false)]
    [InlineData("192.168.1.5", null, false)]
    [InlineData("0.0.0.0", "short", false)]
    [InlineData("127.0.0.1", "short", false)]
    [InlineData("0.0.0.0", "with space in the middle", false)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("0.0.0.0", Token, true)]
    public void Options_ThatWouldOpenThePort_AreNotAccepted(string bind, string? token, bool fine) =>
        Assert.Equal(fine, new AccessOptions { Bind = IPAddress.Parse(bind), Token = token }.Problem() is null);

    [Theory]
    [InlineData("0.0.0.0", "192.168.1.5", true)]
    [InlineData("0.0.0.0", "evil.example", false)]
    [InlineData("192.168.1.5", "192.168.1.5", true)]
    [InlineData("192.168.1.5", "192.168.1.6", false)]
    public void BoundElsewhere_AnswersToAddresses_NotToForeignNames(string bind, string host, bool ours) =>
        Assert.Equal(ours, new AccessOptions { Bind = IPAddress.Parse(bind), Token = Token }.IsOurHost(host));

    private static async Task<int> StatusAsync(RunningHost server, string request) =>
        int.Parse((await SendAsync(server, request)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> SendAsync(RunningHost server, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port, Stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request + "Connection: close\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }
}
