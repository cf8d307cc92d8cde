using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>
/// Turns what the importer says into events for watchers: looks up title and sums of the sessions that changed, several at
/// once and at most ten times a second, so that an import of thousands of sessions does not become thousands of queries.
/// </summary>
internal sealed partial class LivePublisher(Importer importer, SessionReader reader, SessionStream stream, TimeProvider time, ILogger<LivePublisher> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // Bounded: when it is full the newest changes win, and what is dropped is only a hint to look again.
    private readonly Channel<SessionChange> _changes = Channel.CreateBounded<SessionChange>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    // Here and not in ExecuteAsync, which may begin only after the first import has ended.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        importer.Changed += OnChanged;
        importer.Progressed += OnProgressed;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync(stoppingToken))
            {
                var latest = new Dictionary<string, SessionChange>(StringComparer.Ordinal);
                while (latest.Count < SessionReader.MaxLimit && _changes.Reader.TryRead(out var change)) latest[change.SessionId] = change;
                await PublishAsync([.. latest.Values], stoppingToken);
                await Task.Delay(s_pause, time, stoppingToken);
            }
        }
        finally
        {
            importer.Changed -= OnChanged;
            importer.Progressed -= OnProgressed;
        }
    }

    private async Task PublishAsync(IReadOnlyList<SessionChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            var sessions = (await reader.SumsAsync([.. changes.Select(c => c.SessionId)], cancellationToken)).ToDictionary(s => s.Id, StringComparer.Ordinal);
            foreach (var change in changes)
            {
                var session = sessions.GetValueOrDefault(change.SessionId) ?? new SessionSummary { Id = change.SessionId, RootId = change.RootId };
                stream.Publish(new SessionChanged
                {
                    Id = session.Id,
                    RootId = session.RootId,
                    LastRecordId = change.LastRecordId,
                    Title = session.Title,
                    EndedMs = session.EndedMs,
                    CostNanos = session.CostNanos,
                    Tokens = session.Tokens,
                });
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A store that does not answer now must not end the live stream for good.
            Log.SumsFailed(logger, e);
        }
    }

    private void OnChanged(SessionChange change) => _changes.Writer.TryWrite(change);

    private void OnProgressed(ImportProgress progress) => stream.Publish(new ImportChanged
    {
        State = progress.State == "idle" ? "following" : progress.State,
        FilesDone = progress.FilesDone,
        FilesTotal = progress.FilesTotal,
        BytesDone = progress.BytesDone,
        BytesTotal = progress.BytesTotal,
        BytesPerSecond = Math.Round(progress.BytesPerSecond),
        SecondsLeft = progress.SecondsLeft is { } left ? Math.Round(left, 1) : null,
    });

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Warning, "Reading the sums of changed sessions failed; live pages will lag until it works again.")]
        public static partial void SumsFailed(ILogger logger, Exception exception);
    }
}
