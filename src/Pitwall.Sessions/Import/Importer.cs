using Pitwall.Core.Storage;
using Pitwall.Sessions.Accounting;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>
/// Brings transcripts into the store, only what they gained since the last time. Two passes: first all model calls, so
/// that usage is right within moments; then everything a person reads and searches, newest files first.
/// </summary>
public sealed class Importer(Database database, TimeProvider time) : IDisposable
{
    private const int FilesPerCommit = 200;
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 8) };

    private readonly SemaphoreSlim _oneRun = new(1, 1);
    private TranscriptCatalogue? _catalogue;
    private long _reportedAt;

    /// <summary>How far the running import is; <see cref="ImportProgress.Idle"/> when none runs.</summary>
    public ImportProgress Progress { get; private set; } = ImportProgress.Idle;

    /// <summary>The last finished import, or null.</summary>
    public ImportReport? LastReport { get; private set; }

    /// <summary>Raised after a session's new records are in the store.</summary>
    public event Action<SessionChange>? Changed;

    /// <summary>Raised about ten times a second while an import runs, and when it ends.</summary>
    public event Action<ImportProgress>? Progressed;

    /// <summary>Imports the given files.</summary>
    /// <param name="files">Transcripts, as the finder describes them.</param>
    /// <param name="lane">Bulk for imports, interactive for a few appended lines.</param>
    /// <param name="cancellationToken">Stops between two batches; what is written stays.</param>
    public async Task<ImportReport> RunAsync(IReadOnlyList<TranscriptFile> files, WriteLane lane, CancellationToken cancellationToken = default)
    {
        await _oneRun.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            await Repricing.RunAsync(database, cancellationToken);
            _catalogue ??= await TranscriptCatalogue.LoadAsync(database, cancellationToken);
            var report = new ImportReport { FilesFound = files.Count };
            var matched = _catalogue.Match(files, report);
            await AccountAsync([.. matched.Where(m => !m.Row.IsAccounted(m.File))], lane, report, started, cancellationToken);
            var changed = matched.Where(m => !m.Row.IsIndexed(m.File) && m.Row.AccountedTo >= m.Row.IndexedTo && m.Row.AccountedSize >= 0).ToList();
            report.FilesUnchanged = files.Count - changed.Count;
            report.FilesRead = changed.Count;
            await IndexAsync(changed, lane, report, started, cancellationToken);
            report.Seconds = time.GetElapsedTime(started).TotalSeconds;
            return LastReport = report;
        }
        finally
        {
            Report(ImportProgress.Idle, always: true);
            _oneRun.Release();
        }
    }

    /// <summary>Notes which known transcripts are gone from disk. What they told stays.</summary>
    public async Task MarkMissingAsync(IReadOnlyCollection<TranscriptFile> present, CancellationToken cancellationToken = default)
    {
        if (_catalogue is null) return;
        var paths = present.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var gone = _catalogue.Rows.Where(r => !r.Missing && !paths.Contains(r.Path) && !File.Exists(r.Path)).Select(r => r.Id).ToArray();
        if (gone.Length == 0) return;
        foreach (var row in _catalogue.Rows.Where(r => gone.Contains(r.Id))) row.Missing = true;
        await database.WriteAsync(WriteLane.Bulk, session => session.ForEach("update transcripts set missing = true where id = @p0", [ColumnType.Int64],
            [.. gone.Select(id => new object?[] { id })]), cancellationToken);
    }

    private async Task AccountAsync(List<TranscriptChange> changed, WriteLane lane, ImportReport report, long started, CancellationToken cancellationToken)
    {
        if (changed.Count == 0) return;
        Report(new ImportProgress("accounting", changed.Count, 0, changed.Sum(c => c.File.Size), 0, time.GetElapsedTime(started)), always: true);
        foreach (var part in changed.Chunk(FilesPerCommit))
            await SaveAsync(database, AccountScan.Run([.. part], report, cancellationToken), lane, report, cancellationToken);
    }

    /// <summary>Writes what a scan found: the calls and how far each transcript was read, in one transaction.</summary>
    internal static Task SaveAsync(Database database, List<AccountPass.Found> found, WriteLane lane, ImportReport report, CancellationToken cancellationToken)
    {
        report.Calls += found.Sum(f => f.Calls.Count);
        var calls = AccountScan.Calls(found);
        foreach (var one in found) one.Row.AccountState = one.Accountant.SaveState();
        return database.WriteAsync(lane, session =>
        {
            foreach (var one in found.Where(f => f.Restarted))
            {
                TimelineWriter.Forget(session, one.Row.Id);
                TranscriptStore.SaveIndexed(session, [one.Row]);
            }
            TranscriptStore.SaveAccounted(session, [.. found.Select(f => f.Row)]);
            CallStore.Save(session, calls);
        }, cancellationToken);
    }

    private async Task IndexAsync(List<TranscriptChange> changed, WriteLane lane, ImportReport report, long started, CancellationToken cancellationToken)
    {
        if (changed.Count == 0) return;
        var total = changed.Sum(c => Math.Max(0, c.Row.AccountedTo - c.Row.IndexedTo));
        var (done, files) = (0L, 0);
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        var shared = _catalogue!.SharedSessions();
        // Files of one session go one after the other: its row is the sum of them all.
        var groups = changed.OrderByDescending(c => c.File.ModifiedNs).ThenBy(c => c.File.Path, StringComparer.Ordinal)
            .GroupBy(c => c.Row.SessionId, StringComparer.Ordinal).ToList();
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = s_parallel.MaxDegreeOfParallelism + 1, CancellationToken = cancellationToken }, async (group, stop) =>
        {
            foreach (var (file, row) in group)
            {
                try
                {
                    await IndexFileAsync(file, row, shared.Contains(row.SessionId), lane, report, Advance, stop);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    lock (report) report.Failed.Add($"{file.Path}: {e.Message}");
                }
                Interlocked.Increment(ref files);
                lock (sessions) sessions.Add(row.SessionId);
            }
        });
        report.Sessions = sessions.Count;

        void Advance(long bytes, int records)
        {
            var now = Interlocked.Add(ref done, bytes);
            lock (report) { report.Bytes += bytes; report.Records += records; }
            Report(new ImportProgress("indexing", changed.Count, files, total, now, time.GetElapsedTime(started)), always: false);
        }
    }

    private async Task IndexFileAsync(TranscriptFile file, TranscriptRow row, bool shared, WriteLane lane, ImportReport report, Action<long, int> advance, CancellationToken cancellationToken)
    {
        row.IndexState = row.IndexedTo > 0 ? await TranscriptStore.LoadIndexStateAsync(database, row.Id, cancellationToken) : "";
        var elsewhere = shared ? await TimelineReader.UuidsElsewhereAsync(database, row.SessionId, row.Id, cancellationToken) : new HashSet<string>();
        using var pass = new IndexPass(file, row, elsewhere, report);
        var meta = SubagentMeta.Beside(file);
        var touched = false;
        while (pass.Next(out var bytes) is { } batch)
        {
            if (row.IndexedTo >= row.AccountedTo) (row.IndexedSize, row.IndexedNs) = (row.AccountedSize, row.AccountedNs);
            await database.WriteAsync(lane, session =>
            {
                TimelineWriter.Save(session, Ids.Bounded(pass.Fold.Id), batch);
                SessionWriter.SaveTitles(session, batch);
                SessionWriter.Save(session, row, pass.Fold, shared, meta);
                TranscriptStore.SaveIndexed(session, [row]);
            }, cancellationToken);
            touched |= batch.Records.Count > 0 || batch.Late.Count > 0; // a result may come without a record of its own
            advance(bytes, batch.Records.Count);
        }
        if (row.IndexedSize != row.AccountedSize || row.IndexedNs != row.AccountedNs)
        {
            (row.IndexedSize, row.IndexedNs) = (row.AccountedSize, row.AccountedNs);
            await database.WriteAsync(lane, session => TranscriptStore.SaveIndexed(session, [row]), cancellationToken);
        }
        row.IndexState = ""; // read again when the file changes: thousands of them need not stay in memory
        if (touched) Changed?.Invoke(new SessionChange(Ids.Bounded(pass.Fold.Id), Ids.Bounded(pass.Fold.RootId), pass.LastRecordId));
    }

    /// <inheritdoc />
    public void Dispose() => _oneRun.Dispose();

    private void Report(ImportProgress progress, bool always)
    {
        Progress = progress;
        var now = time.GetTimestamp();
        var before = Interlocked.Read(ref _reportedAt);
        if (!always && time.GetElapsedTime(before, now) < TimeSpan.FromMilliseconds(100)) return;
        Interlocked.Exchange(ref _reportedAt, now);
        Progressed?.Invoke(progress);
    }
}
