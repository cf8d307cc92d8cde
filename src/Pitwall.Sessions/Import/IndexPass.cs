using System.Text.Json;
using System.Text.Unicode;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Transcripts.Claude;
using Pitwall.Sessions.Transcripts.Codex;
using Pitwall.Sessions.Transcripts.Gemini;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Import;

/// <summary>
/// The second pass over one transcript: everything else. Gives batches of rows; each goes into one transaction with the
/// offset it reaches, so that a process killed between two batches goes on where it was.
/// </summary>
internal sealed class IndexPass : IDisposable
{
    private const int BatchBytes = 4 << 20;
    private const int BatchRecords = 4_000;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 256 };

    private readonly TranscriptRow _row;
    private readonly LineReader _lines;
    private readonly TimelineBuilder _timeline;
    private readonly Indexer _indexer;
    private readonly ImportReport _report;
    private readonly Dictionary<string, int> _skippedBefore;
    private long _to;
    private long _clock;

    /// <param name="file">The transcript.</param>
    /// <param name="row">Its row; indexing goes no further than accounting has.</param>
    /// <param name="elsewhere">Uuids of records that another transcript of the same session holds.</param>
    /// <param name="report">Counts.</param>
    public IndexPass(TranscriptFile file, TranscriptRow row, IReadOnlySet<string> elsewhere, ImportReport report)
    {
        _row = row;
        _report = report;
        _to = row.IndexedTo;
        _lines = new LineReader(TranscriptBytes.Plain(file), row.IndexedTo, row.AccountedTo);
        lock (report) report.FilesOpened++;
        var state = row.IndexState.Length > 0 ? JsonSerializer.Deserialize(row.IndexState, ImportJson.Default.TimelineState)! : new TimelineState();
        _skippedBefore = new(state.Skipped, StringComparer.Ordinal);
        _timeline = new TimelineBuilder(row.Id, state);
        _indexer = file.Format switch
        {
            TranscriptFormat.Claude => new ClaudeIndexer(_timeline, file.Path, elsewhere),
            TranscriptFormat.Codex or TranscriptFormat.CodexZstd => new CodexIndexer(_timeline, file.Path),
            _ => new GeminiIndexer(_timeline, file.Path),
        };
        _clock = _timeline.Fold.EndedMs;
    }

    /// <summary>The fold of the session so far.</summary>
    public SessionFold Fold => _timeline.Fold;

    /// <summary>Id of the newest record.</summary>
    public long LastRecordId => (_row.Id << 32) + _timeline.State.Next - 1;

    /// <summary>Reads the next batch. Null at the end.</summary>
    /// <param name="bytes">Bytes of the transcript the batch covers.</param>
    public TimelineBatch? Next(out long bytes)
    {
        var from = _to;
        while (_to - from < BatchBytes && _timeline.Batch.Records.Count < BatchRecords && _lines.TryRead(out var line))
        {
            _to = _lines.NextStart;
            Take(line);
        }
        bytes = _to - from;
        if (bytes == 0) { Finish(); return null; }
        var batch = _timeline.TakeBatch();
        _indexer.Save();
        _row.IndexedTo = _to;
        _row.IndexState = JsonSerializer.Serialize(_timeline.State, ImportJson.Default.TimelineState);
        return batch;
    }

    private void Finish()
    {
        foreach (var (reason, count) in _timeline.State.Skipped) _report.Skip(reason, count - _skippedBefore.GetValueOrDefault(reason));
        _report.Skip("line too long", _lines.TooLong);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty || _indexer.PassesOver(line)) return;
        if (!Utf8.IsValid(line))
        {
            _report.Notice("invalid UTF-8");
            line = AccountPass.Mend(line);
        }
        var values = 0;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = s_options.MaxDepth });
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                _indexer.Take(document.RootElement);
                values++;
            }
        }
        catch (JsonException)
        {
            _report.Skip("line is not JSON");
        }
        if (values > 1) _report.Notice("two values on one line");
        NoticeClock();
    }

    // Records are kept in the order of the file; where the clock ran backwards is worth knowing all the same.
    private void NoticeClock()
    {
        if (_timeline.Batch.Records.Count == 0) return;
        var at = _timeline.Batch.Records[^1].AtMs;
        if (at <= 0) return;
        if (at < _clock) _report.Notice("clock ran backwards");
        _clock = at;
    }

    /// <inheritdoc />
    public void Dispose() => _lines.Dispose();
}
