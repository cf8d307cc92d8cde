using System.Text.Json;
using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Import;

/// <summary>Writes the row of a session: the sum of the folds of its transcripts.</summary>
internal static class SessionWriter
{
    private static readonly Column[] s_columns =
    [
        new("id", ColumnType.Text), new("root_id", ColumnType.Text), new("parent_id", ColumnType.Text), new("agent", ColumnType.Text), new("subagent", ColumnType.Text),
        new("title", ColumnType.Text), new("project", ColumnType.Text), new("branch", ColumnType.Text), new("models", ColumnType.Text), new("version", ColumnType.Text),
        new("entrypoint", ColumnType.Text), new("started_ms", ColumnType.Int64), new("ended_ms", ColumnType.Int64), new("prompts", ColumnType.Int64),
        new("turns", ColumnType.Int64), new("operations", ColumnType.Int64), new("errors", ColumnType.Int64), new("compactions", ColumnType.Int64),
        new("api_errors", ColumnType.Int64), new("limits_hit", ColumnType.Int64), new("lines_added", ColumnType.Int64), new("lines_removed", ColumnType.Int64),
        new("records", ColumnType.Int64), new("title_rank", ColumnType.Int64), new("leaf_uuid", ColumnType.Text), new("tool_use_id", ColumnType.Text),
    ];

    private static readonly string s_conflict =
        "on conflict (id) do update set " + string.Join(", ", s_columns.Skip(1).Select(c => $"{c.Name} = excluded.{c.Name}"));

    /// <summary>Writes the session of a transcript.</summary>
    /// <param name="session">Open write session.</param>
    /// <param name="row">The transcript.</param>
    /// <param name="fold">Its fold.</param>
    /// <param name="shared">Other transcripts hold parts of the same session.</param>
    /// <param name="meta">What a file beside a sub-agent's transcript tells of it.</param>
    public static void Save(WriteSession session, TranscriptRow row, SessionFold fold, bool shared, SubagentMeta meta)
    {
        var id = Ids.Bounded(fold.Id);
        var sum = shared ? Sum(session, row, fold, id) : fold;
        if (sum.Records == 0 && sum.Turns == 0) return; // bookkeeping alone is no conversation
        var (title, rank) = sum.TitleRank < 3 && meta.Description.Length > 0 ? (Stored.Line(meta.Description, 200), 3) : (sum.Title, sum.TitleRank);
        var insert = new BulkInsert("sessions", s_columns, s_conflict);
        insert.Add(id, Ids.Bounded(sum.RootId), sum.ParentId.Length > 0 ? Ids.Bounded(sum.ParentId) : null, sum.Agent,
            meta.AgentType.Length > 0 ? Stored.Line(meta.AgentType, 120) : sum.Subagent, title, Short(sum.Project, 500), sum.Branch, string.Join(',', sum.Models), sum.Version,
            sum.Entrypoint, sum.StartedMs, sum.EndedMs, sum.Prompts, sum.Turns, sum.Operations, sum.Errors, sum.Compactions, sum.ApiErrors, sum.LimitsHit,
            sum.LinesAdded, sum.LinesRemoved, sum.Records, (long)rank, Ids.Bounded(sum.LastUuid), Ids.Bounded(meta.ToolUseId));
        session.Insert(insert);
        session.ForEach("""
            update sessions set title_rank = 2, title = (select t.title from titles t where t.leaf_uuid = sessions.leaf_uuid)
            where id = @p0 and title_rank < 2 and exists (select 1 from titles t where t.leaf_uuid = sessions.leaf_uuid)
            """, [ColumnType.Text], [[id]]);
        LinkSubagents(session, id, Ids.Bounded(sum.RootId), meta);
    }

    /// <summary>Keeps titles that a transcript gives to conversations, wherever those stand.</summary>
    public static void SaveTitles(WriteSession session, TimelineBatch batch)
    {
        if (batch.Titles.Count == 0) return;
        var titles = batch.Titles.Select(t => new object?[] { Ids.Bounded(t.Key), t.Value }).ToList();
        session.ForEach("insert into titles (leaf_uuid, title) values (@p0, @p1) on conflict (leaf_uuid) do update set title = excluded.title", [ColumnType.Text, ColumnType.Text], titles);
        session.ForEach("update sessions set title = @p1, title_rank = 2 where leaf_uuid = @p0 and title_rank <= 2", [ColumnType.Text, ColumnType.Text], titles);
    }

    // A call and the session it started may be read in either order.
    private static void LinkSubagents(WriteSession session, string id, string rootId, SubagentMeta meta)
    {
        if (meta.ToolUseId.Length > 0)
            session.ForEach("update operations set child_id = @p0 where tool_use_id = @p1 and child_id is null", [ColumnType.Text, ColumnType.Text], [[id, Ids.Bounded(meta.ToolUseId)]]);
        session.ForEach("""
            update operations set child_id = (select s.id from sessions s where s.tool_use_id = operations.tool_use_id and s.root_id = @p1)
            where session_id = @p0 and activity = 'delegating' and child_id is null
              and exists (select 1 from sessions s where s.tool_use_id = operations.tool_use_id and s.root_id = @p1)
            """, [ColumnType.Text, ColumnType.Text], [[id, rootId]]);
    }

    private static SessionFold Sum(WriteSession session, TranscriptRow row, SessionFold fold, string id)
    {
        var states = session.Connection.Query<string>("select index_state from transcripts where session_id = @id and id <> @own order by id",
            new { id, own = row.Id }, session.Transaction);
        var sum = new SessionFold { Id = fold.Id, Agent = fold.Agent, RootId = fold.RootId, ParentId = fold.ParentId, Subagent = fold.Subagent, LastUuid = fold.LastUuid };
        sum.Add(fold);
        foreach (var state in states)
            if (state.Length > 0) sum.Add(JsonSerializer.Deserialize(state, ImportJson.Default.TimelineState)!.Fold);
        return sum;
    }

    private static string Short(string text, int most) => text.Length > most ? text[..most] : text;
}
