using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>
/// Imports everything at start and then follows: the file system tells of each change, and what was appended is in the
/// store a moment later. Nothing is polled; after a lost notification all folders are looked through once.
/// </summary>
public sealed partial class Follower(Importer importer, IReadOnlyList<TranscriptRoot> roots, TimeProvider time, ILogger<Follower> log) : BackgroundService
{
    // One answer is written as several lines within milliseconds: wait that long and import them together.
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(50);

    private readonly Channel<string?> _changes = Channel.CreateBounded<string?>(new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _firstImport = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _lost;

    /// <summary>Ends when the import at start is done.</summary>
    public Task FirstImport => _firstImport.Task;

    /// <summary>The folders looked at.</summary>
    public IReadOnlyList<TranscriptRoot> Roots => roots;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        // Watch first: what changes during the import is imported after it.
        using var watch = new FolderWatch(roots, Noticed, Lost);
        await ImportAllAsync(stoppingToken);
        _firstImport.TrySetResult();
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(s_gather, time, stoppingToken);
            await ImportChangesAsync(watch, stoppingToken);
        }
    }

    private async Task ImportChangesAsync(FolderWatch watch, CancellationToken stoppingToken)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var everything = false;
        while (_changes.Reader.TryRead(out var path))
        {
            if (path is null) everything = true;
            else paths.Add(path);
        }
        if (everything || _lost)
        {
            _lost = false;
            watch.Refresh();
            await ImportAllAsync(stoppingToken);
            return;
        }
        var files = paths.Select(Describe).OfType<TranscriptFile>().OrderBy(f => f.Path, StringComparer.Ordinal).ToList();
        if (files.Count > 0) await GuardAsync(() => importer.RunAsync(files, WriteLane.Interactive, stoppingToken));
    }

    private Task ImportAllAsync(CancellationToken stoppingToken) => GuardAsync(async () =>
    {
        var files = TranscriptFinder.Find(roots);
        var report = await importer.RunAsync(files, WriteLane.Bulk, stoppingToken);
        await importer.MarkMissingAsync(files, stoppingToken);
        if (report.FilesRead > 0) Log.Imported(log, report.FilesRead, report.Bytes, report.Seconds);
        foreach (var failure in report.Failed) Log.Failed(log, failure);
        // An import leaves buffers behind that an idle server has no use for.
        if (report.Bytes > 20_000_000) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    });

    // A full disk or a lost database must not end the following: the next change tries again.
    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ImportFailed(log, e);
        }
    }

    private TranscriptFile? Describe(string path)
    {
        // A sub-agent's description may come after its transcript.
        if (path.EndsWith(".meta.json", StringComparison.Ordinal)) path = path[..^".meta.json".Length] + ".jsonl";
        var root = roots.FirstOrDefault(r => path.StartsWith(r.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return root is null ? null : TranscriptFinder.Describe(root, path);
    }

    private void Noticed(string? path)
    {
        if (!_changes.Writer.TryWrite(path)) _lost = true;
    }

    private void Lost(Exception? reason)
    {
        if (reason is not null) Log.LostNotifications(log, reason.Message);
        Noticed(null);
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Information, "Imported {Files} transcripts, {Bytes} bytes, in {Seconds:F1} s")]
        public static partial void Imported(ILogger logger, int files, long bytes, double seconds);

        [LoggerMessage(1101, LogLevel.Warning, "A transcript could not be read: {Failure}")]
        public static partial void Failed(ILogger logger, string failure);

        [LoggerMessage(1102, LogLevel.Error, "The import stopped; the next change tries again")]
        public static partial void ImportFailed(ILogger logger, Exception exception);

        [LoggerMessage(1103, LogLevel.Warning, "Notifications of the file system were lost ({Reason}); looking through all folders")]
        public static partial void LostNotifications(ILogger logger, string reason);
    }
}
