using Pitwall.Core.Records;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Store;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Import;

/// <summary>
/// Usage for the command line when no server runs: accounts what the transcripts gained, then reports. Into an empty
/// data folder it reports from memory first; the store is made and filled when the report is out, on disposal.
/// </summary>
public sealed class ScanningUsage(string dataFolder, string? databaseUrl, IReadOnlyList<TranscriptRoot> roots, TimeProvider time) : IUsageSource, IAsyncDisposable
{
    private readonly ImportReport _report = new();
    private List<AccountPass.Found>? _unsaved;
    private List<ModelCall>? _calls;

    /// <inheritdoc />
    public async Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        var files = TranscriptFinder.Find(roots);
        if (!Databases.Exists(dataFolder, databaseUrl))
        {
            _unsaved ??= AccountScan.Run(new TranscriptCatalogue().Match(files, _report), _report, cancellationToken);
            _calls ??= AccountScan.Calls(_unsaved);
            return UsageReports.Build(_calls.Select(Cell), query, time.GetUtcNow());
        }

        await using var database = await OpenAsync(cancellationToken);
        var catalogue = await TranscriptCatalogue.LoadAsync(database, cancellationToken);
        var changed = catalogue.Match(files, _report).Where(m => !m.Row.IsAccounted(m.File)).ToList();
        if (changed.Count > 0)
        {
            var found = AccountScan.Run(changed, _report, cancellationToken);
            await Importer.SaveAsync(database, found, WriteLane.Interactive, _report, cancellationToken);
        }
        return await new UsageService(database, time).ReportAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_unsaved is not { Count: > 0 } found) return;
        _unsaved = null;
        await using var database = await OpenAsync(CancellationToken.None);
        await Importer.SaveAsync(database, found, WriteLane.Interactive, _report, CancellationToken.None);
    }

    private async Task<Database> OpenAsync(CancellationToken cancellationToken)
    {
        var database = Databases.Open(dataFolder, databaseUrl, time);
        var migrator = new Migrator(database, [SessionMigrations.Set], time);
        if (!await migrator.IsCurrentAsync(cancellationToken)) await migrator.RunAsync(cancellationToken);
        return database;
    }

    private static UsageCell Cell(ModelCall call) => new()
    {
        FirstMs = call.AtMs,
        LastMs = call.AtMs,
        Agent = call.Agent,
        RootId = call.RootId,
        Project = call.Project,
        Model = call.Model,
        Calls = 1,
        Usage = call.Usage,
        CostNanos = call.CostNanos ?? 0,
        UnpricedCalls = call.CostNanos is null ? 1 : 0,
    };
}
