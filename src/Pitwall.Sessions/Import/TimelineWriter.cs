using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Import;

/// <summary>Writes what the second pass found.</summary>
internal static class TimelineWriter
{
    private static readonly Column[] s_records =
    [
        new("id", ColumnType.Int64), new("session_id", ColumnType.Text), new("kind", ColumnType.Text), new("at_ms", ColumnType.Int64),
        new("uuid", ColumnType.Text), new("model", ColumnType.Text), new("call_key", ColumnType.Text), new("label", ColumnType.Text),
        new("text", ColumnType.Text), new("searchable", ColumnType.Boolean),
    ];

    private static readonly Column[] s_operations =
    [
        new("id", ColumnType.Int64), new("session_id", ColumnType.Text), new("tool_use_id", ColumnType.Text), new("tool", ColumnType.Text),
        new("activity", ColumnType.Text), new("target", ColumnType.Text), new("input", ColumnType.Text), new("result", ColumnType.Text),
        new("result_bytes", ColumnType.Int64), new("status", ColumnType.Text), new("error_class", ColumnType.Text), new("started_ms", ColumnType.Int64),
        new("duration_ms", ColumnType.Int64), new("lines_added", ColumnType.Int64), new("lines_removed", ColumnType.Int64), new("child_id", ColumnType.Text),
    ];

    private static readonly Column[] s_search = [new("rowid", ColumnType.Int64), new("text", ColumnType.Text)];

    /// <summary>Writes the rows of a batch.</summary>
    public static void Save(WriteSession session, string sessionId, TimelineBatch batch)
    {
        var records = new BulkInsert("records", s_records);
        var search = new BulkInsert("search", s_search);
        foreach (var row in batch.Records)
        {
            records.Add(row.Id, sessionId, row.Kind, row.AtMs, Ids.Bounded(row.Uuid), row.Model, Ids.Bounded(row.CallKey), row.Label, row.Text, row.Searchable);
            if (row.Searchable) search.Add(row.Id, row.Text);
        }
        session.Insert(records);
        if (IsSqlite(session)) session.Insert(search);

        var operations = new BulkInsert("operations", s_operations);
        foreach (var row in batch.Operations)
        {
            var outcome = row.Outcome;
            operations.Add(row.Id, sessionId, Ids.Bounded(row.ToolUseId), row.Tool, row.Activity, row.Target, row.Input, outcome.Result, outcome.ResultBytes,
                outcome.Status, outcome.ErrorClass, row.StartedMs, outcome.DurationMs, outcome.LinesAdded, outcome.LinesRemoved, outcome.ChildId);
        }
        session.Insert(operations);
        foreach (var late in batch.Late) Finish(session, late);
        session.ForEach("update model_calls set activity = @p0 where call_key = @p1", [ColumnType.Text, ColumnType.Text],
            [.. batch.Activities.Select(a => new object?[] { a.Value, Ids.Bounded(a.Key) })]);
    }

    /// <summary>Forgets the rows of a transcript that has to be read again.</summary>
    public static void Forget(WriteSession session, long transcriptId)
    {
        var range = new { from = transcriptId << 32, to = (transcriptId + 1) << 32 };
        if (IsSqlite(session))
            session.Connection.Execute("insert into search (search, rowid, text) select 'delete', id, text from records where id >= @from and id < @to and searchable", range, session.Transaction);
        session.Connection.Execute("delete from records where id >= @from and id < @to", range, session.Transaction);
        session.Connection.Execute("delete from operations where id >= @from and id < @to", range, session.Transaction);
    }

    private static void Finish(WriteSession session, LateOutcome late)
    {
        var outcome = late.Outcome;
        session.Connection.Execute("""
            update operations set result = @Result, result_bytes = @ResultBytes, status = @Status, error_class = @ErrorClass, duration_ms = @DurationMs,
              lines_added = @LinesAdded, lines_removed = @LinesRemoved, child_id = coalesce(@ChildId, child_id)
            where id = @Id
            """, new
        {
            outcome.Result, outcome.ResultBytes, outcome.Status, outcome.ErrorClass, outcome.DurationMs, outcome.LinesAdded, outcome.LinesRemoved, outcome.ChildId, late.Id,
        }, session.Transaction);
        if (late.ErrorText.Length == 0) return;
        var added = new { late.Id, text = "\n" + late.ErrorText };
        // The full-text index keeps no text of its own: it must be told the old text to forget it.
        if (IsSqlite(session))
            session.Connection.Execute("insert into search (search, rowid, text) select 'delete', id, text from records where id = @Id", added, session.Transaction);
        session.Connection.Execute("update records set text = text || @text where id = @Id", added, session.Transaction);
        if (IsSqlite(session))
            session.Connection.Execute("insert into search (rowid, text) select id, text from records where id = @Id", added, session.Transaction);
    }

    private static bool IsSqlite(WriteSession session) => session.Dialect.Name == "sqlite";
}
