using System.CommandLine;
using Pitwall.Core.Storage;
using Pitwall.Hosting;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Usage;

namespace Pitwall.Commands;

/// <summary>
/// <c>pitwall usage</c>: the report is made in this process. While a server runs it keeps the store up to date, so the store is
/// read as it is; without one, what the transcripts gained is accounted first.
/// </summary>
internal static class UsageVerbs
{
    public static Command Create() => UsageCommand.Create(OpenAsync, Console.Out);

    private static ValueTask<IUsageSource> OpenAsync(UsageSourceRequest request, CancellationToken cancellationToken)
    {
        var folder = DataFolder.Resolve(request.DataFolder);
        return ValueTask.FromResult<IUsageSource>(RunningServer.Find(folder) is null
            ? new ScanningUsage(folder, request.Database, TranscriptRoots.OfThisUser(), TimeProvider.System)
            : new StoredUsage(folder, request.Database));
    }

    /// <summary>Reads the store that a running server keeps.</summary>
    private sealed class StoredUsage(string dataFolder, string? database) : IUsageSource, IAsyncDisposable
    {
        private readonly Database _database = Databases.Open(dataFolder, database, TimeProvider.System);

        public Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default) =>
            new UsageService(_database, TimeProvider.System).ReportAsync(query, cancellationToken);

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }
}
