using System.Text;
using Pitwall.Sessions.Transcripts.Tools;

namespace Pitwall.Sessions.Transcripts.Timeline;

/// <summary>
/// Collects what the indexers find in one transcript: records in order, operations joined with their results, and the
/// fold of the session. Ids are transcript id · 2³² + position, so the same file gives the same rows however it grew.
/// </summary>
internal sealed class TimelineBuilder(long transcriptId, TimelineState state)
{
    // A hostile transcript may open calls without end; real ones have a handful open at a time.
    private const int MostPending = 1000;

    private Dictionary<string, OperationRow> _open = new(StringComparer.Ordinal);

    /// <summary>What is carried from append to append.</summary>
    public TimelineState State { get; } = state;

    /// <summary>The fold of the session.</summary>
    public SessionFold Fold => State.Fold;

    /// <summary>The batch being filled.</summary>
    public TimelineBatch Batch { get; private set; } = new();

    /// <summary>Hands over the batch and begins a new one.</summary>
    public TimelineBatch TakeBatch()
    {
        foreach (var (id, row) in _open)
            if (State.Pending.Count < MostPending) State.Pending[id] = new PendingOperation(row.Id, row.StartedMs, row.Tool);
        _open = new(StringComparer.Ordinal);
        var full = Batch;
        Batch = new TimelineBatch();
        return full;
    }

    /// <summary>Adds a record and gives its id.</summary>
    public long Add(string kind, long atMs, string text, string label = "", string uuid = "", string model = "", string callKey = "", bool searchable = false)
    {
        var id = (transcriptId << 32) + State.Next++;
        Batch.Records.Add(new RecordRow
        {
            Id = id, Kind = kind, AtMs = atMs, Uuid = uuid, Model = model, CallKey = callKey, Label = Stored.Line(label, 200), Text = text,
            Searchable = searchable && text.Length > 0,
        });
        Fold.Records++;
        Fold.Touch(atMs);
        return id;
    }

    /// <summary>Notes that a model call answered: a new key is a new turn.</summary>
    public void Turn(string callKey, string model)
    {
        Fold.Used(model);
        if (callKey.Length > 0 && callKey == Fold.LastCall) return;
        Fold.LastCall = callKey;
        Fold.Turns++;
    }

    /// <summary>Adds a tool call.</summary>
    public void Begin(string toolUseId, string tool, string target, string command, string input, long atMs, string uuid, string model, string callKey)
    {
        var activity = ToolActivity.Of(tool, command);
        target = Stored.Line(target, 500);
        var id = Add(RecordKind.Operation, atMs, Stored.Text(command.Length > 0 ? command : target, 8_000), tool, uuid, model, callKey, searchable: true);
        var row = new OperationRow
        {
            Id = id, ToolUseId = toolUseId, Tool = Stored.Line(tool, 200), Activity = activity, Target = target, Input = Stored.Text(input, 256_000), StartedMs = atMs,
        };
        Batch.Operations.Add(row);
        Fold.Operations++;
        if (toolUseId.Length > 0) _open[toolUseId] = row;
        if (callKey.Length > 0) Did(callKey, activity);
    }

    // One answer may be cut in two by the end of an append: its strongest activity is carried over.
    private void Did(string callKey, string activity)
    {
        if (State.ActivityOf != callKey) (State.ActivityOf, State.Activity) = (callKey, Batch.Activities.GetValueOrDefault(callKey, ""));
        State.Activity = ToolActivity.Stronger(State.Activity, activity);
        Batch.Activities[callKey] = State.Activity;
    }

    /// <summary>Joins a result with its call. False where no such call is known.</summary>
    public bool End(string toolUseId, long atMs, string result, OperationOutcome outcome)
    {
        var row = _open.GetValueOrDefault(toolUseId);
        if (row is null && !State.Pending.ContainsKey(toolUseId)) return false;
        var (id, started, tool) = row is null ? State.Pending[toolUseId] : new PendingOperation(row.Id, row.StartedMs, row.Tool);
        outcome = outcome with
        {
            Result = Stored.Text(result, 32_000),
            ResultBytes = Encoding.UTF8.GetByteCount(result),
            DurationMs = outcome.DurationMs ?? (atMs >= started && started > 0 ? atMs - started : null),
            ErrorClass = outcome.Status == "ok" ? "" : outcome.ErrorClass.Length > 0 ? outcome.ErrorClass : ErrorClasses.Of(tool, result),
        };
        if (outcome.Status == "error") Fold.Errors++;
        Fold.LinesAdded += outcome.LinesAdded;
        Fold.LinesRemoved += outcome.LinesRemoved;
        Fold.Touch(atMs);

        // What went wrong belongs to what can be searched for.
        var error = outcome.Status == "error" ? Stored.Text(result, 2_000) : "";
        if (row is null)
        {
            Batch.Late.Add(new LateOutcome(id, outcome, error));
            State.Pending.Remove(toolUseId);
            return true;
        }
        row.Outcome = outcome;
        _open.Remove(toolUseId);
        if (error.Length > 0)
        {
            var record = Batch.Records[(int)(id - Batch.Records[0].Id)];
            record.Text = record.Text + "\n" + error;
        }
        return true;
    }
}

/// <summary>A call whose result has not come yet.</summary>
internal sealed record PendingOperation(long Id, long StartedMs, string Tool);

/// <summary>What one transcript's indexing carries from append to append.</summary>
internal sealed class TimelineState
{
    /// <summary>Position of the next record.</summary>
    public long Next { get; set; }

    /// <summary>Fold of the session.</summary>
    public SessionFold Fold { get; set; } = new();

    /// <summary>Calls without a result, by tool use id.</summary>
    public Dictionary<string, PendingOperation> Pending { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Records passed over, by reason or type.</summary>
    public Dictionary<string, int> Skipped { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The model call whose activity is kept in <see cref="Activity"/>.</summary>
    public string ActivityOf { get; set; } = "";

    /// <summary>What that call did so far.</summary>
    public string Activity { get; set; } = "";

    /// <summary>Whatever the format's own indexer must remember.</summary>
    public string Own { get; set; } = "";
}
