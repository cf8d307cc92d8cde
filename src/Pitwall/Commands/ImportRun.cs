using Pitwall.Core.Storage;
using Pitwall.Hosting;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Store;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Commands;

/// <summary>One import: in this process, or by the server that runs on the data folder, which alone may write then.</summary>
internal static class ImportRun
{
    public static async Task<ImportReport> RunAsync(string folder, string? url, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
            if (!Path.Exists(path)) throw new CommandException(ExitCodes.Usage, $"There is no file or folder {path}.");
        DataFolder.Create(folder);
        using var held = RunningServer.TryTake(folder);
        if (held is null)
        {
            return RunningServer.Find(folder) is { Url.Length: > 0 } server
                ? await ServerClient.ImportAsync(server, paths, cancellationToken)
                : throw new CommandException(ExitCodes.Unavailable, "Another import, or a server that is just starting, has the data folder. Try again in a moment.");
        }
        await using var database = Databases.Open(folder, url, TimeProvider.System);
        await new Migrator(database, [SessionMigrations.Set], TimeProvider.System).RunAsync(cancellationToken);
        var importer = new Importer(database, TimeProvider.System);
        var work = ImportAsync(importer, paths, cancellationToken);
        if (!Console.IsErrorRedirected) await ImportView.BarAsync(importer, work, cancellationToken, Console.Error);
        return await work;
    }

    private static async Task<ImportReport> ImportAsync(Importer importer, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        // Off this thread: the search for files has no pause in it.
        await Task.Yield();
        var files = paths.Count > 0 ? TranscriptFinder.FindIn(paths) : TranscriptFinder.Find(TranscriptRoots.OfThisUser());
        var report = await importer.RunAsync(files, WriteLane.Bulk, cancellationToken);
        if (paths.Count == 0) await importer.MarkMissingAsync(files, cancellationToken);
        return report;
    }
}
