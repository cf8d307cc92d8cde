using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Pitwall.Hosting;
using Pitwall.Testing;
using Pitwall.Tests.Sessions.Reading;

namespace Pitwall.Tests.Host;

/// <summary>The real server on a free loopback port, over a store of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly TempFolder _data;
    private readonly WebApplication _app;

    private RunningHost(HostSettings settings, WebApplication app, TempFolder data)
    {
        _data = data;
        _app = app;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Url };
        Settings = settings;
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public HostSettings Settings { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server that shows what <paramref name="store"/> holds, or nothing.</summary>
    public static async Task<RunningHost> StartAsync(SeededStore? store = null, Func<HostSettings, HostSettings>? change = null)
    {
        var data = new TempFolder();
        var settings = new HostSettings { DataFolder = store?.Folder ?? data.Path, Database = store?.Url, Port = 0 };
        if (change is not null) settings = change(settings);
        var app = await PitwallHost.BuildAsync(settings, TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningHost(settings, app, data);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _data.Dispose();
    }
}
