using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pitwall.Sessions.Pages;
using Pitwall.Testing;
using Pitwall.Web;

namespace Pitwall.Tests.Web;

/// <summary>The pages over sample data on a loopback port, as a browser sees them.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private PageServer(WebApplication app)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>The services of the server.</summary>
    public IServiceProvider Services => _app.Services;

    public static async Task<PageServer> StartAsync(IPageData data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Now));
        builder.Services.AddPitwallWeb().AddSessionPages().AddSingleton(data);
        var app = builder.Build();
        app.UseExceptionHandler("/error");
        app.MapPitwallWeb();
        app.MapSessionPages();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new PageServer(app);
    }

    /// <summary>The answer to a GET, and its text.</summary>
    public async Task<(HttpResponseMessage Response, string Text)> AskAsync(string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The text of an answer that must be 200.</summary>
    public async Task<string> GetAsync(string path, string? cookie = null)
    {
        var (response, text) = await AskAsync(path, cookie);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answers {(int)response.StatusCode}: {text[..Math.Min(400, text.Length)]}");
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
