using Microsoft.Extensions.Hosting;
using Pitwall.Core.Storage;
using Pitwall.Commands;
using Pitwall.Sessions.Api;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Pages;
using Pitwall.Sessions.Store;
using Pitwall.Sessions.Transcripts;
using Pitwall.Web;
using Pitwall.Web.Security;

namespace Pitwall.Hosting;

/// <summary>Puts the parts together. What is registered and mapped here is all there is: nothing is found by scanning.</summary>
internal static class PitwallHost
{
    /// <summary>What the host waits for running work when it is told to stop; then it goes, whatever runs.</summary>
    private static readonly TimeSpan s_stopWithin = TimeSpan.FromSeconds(4);

    /// <summary>Opens the store, brings its schema up to date and builds the server, which is not started yet.</summary>
    /// <exception cref="DatabaseConfigurationException">The database cannot be used as asked.</exception>
    /// <exception cref="StoreException">The store does not open.</exception>
    public static async Task<WebApplication> BuildAsync(HostSettings settings, CancellationToken cancellationToken = default)
    {
        var database = Databases.Open(settings.DataFolder, settings.Database, settings.Time);
        try
        {
            await new Migrator(database, [SessionMigrations.Set], settings.Time).RunAsync(cancellationToken);
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "pitwall" });
            Configure(builder, settings);
            AddParts(builder.Services, settings, database);
            var app = builder.Build();
            Use(app, settings);
            return app;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static void Configure(WebApplicationBuilder builder, HostSettings settings)
    {
        // Settings come from the command line alone: a variable or a file that moves the address would go around its checks.
        builder.WebHost.UseUrls();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            if (settings.BindsLocalhost) kestrel.ListenLocalhost(settings.Port);
            else kestrel.Listen(settings.Access.Bind, settings.Port);
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_stopWithin);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        // Standard output is for what was asked for.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (!settings.Interactive) builder.Logging.AddFilter("Pitwall", LogLevel.Information);
        // A start that fails is told in one sentence by the command; the keys that are warned of live in memory alone.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // What fails in a request is logged once, by whoever answers it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
    }

    private static void AddParts(IServiceCollection services, HostSettings settings, Database database)
    {
        services.AddSingleton(settings.Time);
        // Made by a factory so that the host disposes it, after everything that uses it.
        services.AddSingleton(_ => database);
        services.AddSingleton(new ProgramFacts(CommandLine.Version, settings.Time.GetUtcNow(), settings.DataFolder));
        services.AddProblemDetails();
        services.AddOpenApi("v1", OpenApiText.Describe);
        services.AddPitwallWeb();
        services.AddSessionsApi();
        services.AddSessionPages();
        services.AddSingleton<Importer>();
        services.AddSingleton<IReadOnlyList<TranscriptRoot>>(settings.Roots);
        services.AddSingleton<Follower>();
        if (settings.Roots.Count > 0) services.AddHostedService(provider => provider.GetRequiredService<Follower>());
    }

    private static void Use(WebApplication app, HostSettings settings)
    {
        app.UsePitwallSecurity(settings.Access);
        // The API answers for itself; a page that fails becomes the error page.
        app.UseExceptionHandler("/error");
        app.UseStatusCodePages();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapPitwallWeb();
        app.MapSessionsApi();
        app.MapSessionPages();
    }
}
