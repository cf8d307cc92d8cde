using Pitwall.EndToEnd;
using Pitwall.EndToEnd.Browsing;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Program;
using Pitwall.Testing;

[assembly: AssemblyFixture(typeof(Setup))]

namespace Pitwall.EndToEnd;

/// <summary>What the tests share: the built program, a browser, PostgreSQL, and one server that nobody changes. Each is started when first asked for.</summary>
public sealed class Setup : IAsyncDisposable
{
    private readonly Lazy<Task<BuiltProgram>> _program = new(BuiltProgram.BuildAsync);
    private readonly Lazy<Task<Chromium>> _chromium = new(Chromium.StartAsync);
    private readonly AgentHome _home = new AgentHome().WithSamples();
    private readonly Lazy<Task<Server>> _workshop;

    /// <summary>Starts nothing yet.</summary>
    public Setup() => _workshop = new(StartWorkshopAsync);

    internal Task<BuiltProgram> ProgramAsync() => _program.Value;

    internal Task<Chromium> ChromiumAsync() => _chromium.Value;

    /// <summary>A server on the samples and the sessions of <see cref="Workshop"/>, everything imported. Tests only read from it.</summary>
    internal Task<Server> WorkshopAsync() => _workshop.Value;

    /// <summary>The home of that server.</summary>
    internal AgentHome WorkshopHome => _home;

    /// <summary>PostgreSQL.</summary>
    internal PostgresCluster Postgres { get; } = new();

    /// <summary>A journey through the shared server.</summary>
    internal async Task BrowseAsync(View view, Func<Tab, Task> journey) => await Tab.BrowseAsync(await ChromiumAsync(), await WorkshopAsync(), view, journey);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_chromium.IsValueCreated)
            await (await _chromium.Value).DisposeAsync();
        if (_workshop.IsValueCreated)
            await (await _workshop.Value).DisposeAsync();
        await Postgres.DisposeAsync();
        _home.Dispose();
    }

    private async Task<Server> StartWorkshopAsync()
    {
        Workshop.Write(_home, TimeProvider.System.GetUtcNow());
        var server = await Server.StartAsync(await ProgramAsync(), _home);
        await server.ImportedAsync();
        return server;
    }
}
