using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pitwall.Commands;
using Pitwall.Sessions.Import;

namespace Pitwall.Hosting;

/// <summary>One life of the server: takes the data folder, starts, tells where it is, shows the import, waits to be stopped.</summary>
internal static class ServerRun
{
    public static async Task<int> RunAsync(HostSettings settings, bool openBrowser, CancellationToken cancellationToken)
    {
        DataFolder.Create(settings.DataFolder);
        using var held = Take(settings.DataFolder);
        if (held is null) return await SayAlreadyRunningAsync(settings.DataFolder);

        var app = await PitwallHost.BuildAsync(settings, cancellationToken);
        try
        {
            await StartAsync(app, settings, cancellationToken);
            var url = Url(app, settings);
            new RunningServer(url, Environment.ProcessId, settings.Time.GetUtcNow()).Write(settings.DataFolder);
            await Console.Out.WriteLineAsync(Greeting(url, settings));
            if (openBrowser) Browser.Open(settings.Access.Token is { } token ? $"{url}/login?token={Uri.EscapeDataString(token)}" : url);
            var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await ImportView.ShowAsync(app.Services.GetRequiredService<Importer>(), app.Services.GetRequiredService<Follower>(), settings, stopping);
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCodes.Ok;
        }
        finally
        {
            await app.DisposeAsync();
            RunningServer.Remove(settings.DataFolder);
        }
    }

    private static FileStream? Take(string dataFolder)
    {
        try
        {
            return RunningServer.TryTake(dataFolder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException(ExitCodes.CannotCreate, $"The data folder {dataFolder} cannot be written: {e.Message} Choose another with --data.");
        }
    }

    private static async Task<int> SayAlreadyRunningAsync(string dataFolder)
    {
        var url = RunningServer.Find(dataFolder)?.Url ?? "";
        await Console.Error.WriteLineAsync(url.Length > 0
            ? $"pitwall: Pitwall is running already on {dataFolder}: {url}"
            : $"pitwall: Pitwall is just starting on {dataFolder}.");
        return ExitCodes.AlreadyRunning;
    }

    private static async Task StartAsync(WebApplication app, HostSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or AggregateException)
        {
            throw new CommandException(ExitCodes.PortInUse, $"Port {settings.Port} is in use by another program. Choose another: pitwall up --port {(settings.Port < 65535 ? settings.Port + 1 : 8152)}");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new CommandException(ExitCodes.Configuration, $"Pitwall cannot listen on {settings.Access.Bind} port {settings.Port}: {e.Message}. --bind takes an address of this machine; ports below 1024 need rights.");
        }
    }

    /// <summary>The address to open: a name for this machine, the bound address otherwise.</summary>
    private static string Url(WebApplication app, HostSettings settings)
    {
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = settings.BindsLocalhost ? "localhost" : settings.Access.Bind.ToString() is "0.0.0.0" or "::" ? System.Net.Dns.GetHostName() : bound.Host;
        return $"http://{host}:{bound.Port}";
    }

    private static string Greeting(string url, HostSettings settings) => settings.Access.IsLoopback
        ? $"Pitwall is at {url}"
        : $"Pitwall is at {url} (token required: open {url}/login?token=… once)";
}
