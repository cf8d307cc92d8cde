using System.Data.Common;
using Dapper;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Import;

/// <summary>Reads and writes the rows of transcripts. Reads without Dapper: the command line starts here.</summary>
internal static class TranscriptStore
{
    private static readonly Column[] s_columns =
    [
        new("id", ColumnType.Int64), new("agent", ColumnType.Text), new("path", ColumnType.Text), new("device", ColumnType.Int64), new("inode", ColumnType.Int64),
        new("head_hash", ColumnType.Int64), new("session_id", ColumnType.Text), new("accounted_to", ColumnType.Int64), new("accounted_size", ColumnType.Int64),
        new("accounted_ns", ColumnType.Int64), new("account_state", ColumnType.Text), new("indexed_to", ColumnType.Int64),
        new("indexed_size", ColumnType.Int64), new("indexed_ns", ColumnType.Int64), new("index_state", ColumnType.Text), new("missing", ColumnType.Boolean),
    ];

    // Each pass writes its own columns and leaves the other's alone.
    private static readonly string s_accounted = Update("path", "device", "inode", "head_hash", "session_id", "accounted_to", "accounted_size", "accounted_ns", "account_state", "missing");
    private static readonly string s_indexed = Update("indexed_to", "indexed_size", "indexed_ns", "index_state");

    /// <summary>All known transcripts. <see cref="TranscriptRow.IndexState"/> is left out: it is read when a file changed.</summary>
    public static async Task<List<TranscriptRow>> LoadAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select id, agent, path, device, inode, head_hash, session_id, accounted_to, accounted_size, accounted_ns, account_state,
              indexed_to, indexed_size, indexed_ns, missing from transcripts
            """;
        var rows = new List<TranscriptRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(Read(reader));
        return rows;
    }

    /// <summary>What the second pass over a transcript remembers.</summary>
    public static async Task<string> LoadIndexStateAsync(Database database, long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select index_state from transcripts where id = {id}";
        return await command.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <summary>Writes what accounting knows, of new transcripts and changed ones.</summary>
    public static void SaveAccounted(WriteSession session, IReadOnlyCollection<TranscriptRow> rows)
    {
        // Files may have swapped names: free them all before any is given.
        foreach (var row in rows.Where(r => r.Renamed))
            session.Connection.Execute("update transcripts set path = 'renamed ' || id where id = @Id", new { row.Id }, session.Transaction);
        Save(session, rows, s_accounted);
    }

    /// <summary>Writes what indexing knows.</summary>
    public static void SaveIndexed(WriteSession session, IReadOnlyCollection<TranscriptRow> rows) => Save(session, rows, s_indexed);

    private static void Save(WriteSession session, IReadOnlyCollection<TranscriptRow> rows, string conflict)
    {
        var insert = new BulkInsert("transcripts", s_columns, conflict);
        foreach (var row in rows)
        {
            insert.Add(row.Id, row.Agent, row.Path, row.Device, row.Inode, row.HeadHash, row.SessionId, row.AccountedTo, row.AccountedSize, row.AccountedNs, row.AccountState,
                row.IndexedTo, row.IndexedSize, row.IndexedNs, row.IndexState, row.Missing);
        }
        session.Insert(insert);
    }

    private static string Update(params string[] columns) => "on conflict (id) do update set " + string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"));

    private static TranscriptRow Read(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Agent = reader.GetString(1),
        Path = reader.GetString(2),
        Device = reader.GetInt64(3),
        Inode = reader.GetInt64(4),
        HeadHash = reader.GetInt64(5),
        SessionId = reader.GetString(6),
        AccountedTo = reader.GetInt64(7),
        AccountedSize = reader.GetInt64(8),
        AccountedNs = reader.GetInt64(9),
        AccountState = reader.GetString(10),
        IndexedTo = reader.GetInt64(11),
        IndexedSize = reader.GetInt64(12),
        IndexedNs = reader.GetInt64(13),
        Missing = reader.GetBoolean(14),
    };
}
