using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace Pitwall.Core.Storage.Postgres;

/// <summary>One transaction on PostgreSQL: many rows travel as arrays, one per column.</summary>
internal sealed partial class PostgresWriteSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : WriteSession
{
    private const int RowsPerStatement = 5_000;

    /// <summary>Characters of text in one statement; transcripts have rows of megabytes.</summary>
    private const int TextPerStatement = 8 * 1024 * 1024;

    private const int CommandsPerBatch = 500;

    /// <summary>Seconds: many rows into a full-text index on a slow disk take long, and a broken connection must still be noticed.</summary>
    private const int LongestStatement = 600;

    public override DbConnection Connection => connection;

    public override DbTransaction Transaction => transaction;

    public override Dialect Dialect => PostgresDialect.Instance;

    public override void Insert(BulkInsert rows)
    {
        if (rows.Rows.Count == 0)
            return;
        var columns = rows.Columns;
        var names = string.Join(", ", columns.Select(c => c.Name));
        var arrays = string.Join(", ", columns.Select((c, i) => $"${i + 1}::{ColumnArray.TypeName(c.Type)}[]"));
        var sql = $"insert into {rows.Table}({names}) select * from unnest({arrays}) {rows.OnConflict}";
        for (var from = 0; from < rows.Rows.Count;)
        {
            var to = EndOfChunk(rows.Rows, from);
            using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = LongestStatement };
            for (var i = 0; i < columns.Count; i++)
                command.Parameters.Add(ColumnArray.Parameter(columns[i].Type, rows.Rows, i, from, to));
            command.ExecuteNonQuery();
            from = to;
        }
    }

    public override void ForEach(string sql, IReadOnlyList<ColumnType> types, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0)
            return;
        var numbered = NamedParameter().Replace(sql, match => $"${int.Parse(match.Groups["number"].ValueSpan) + 1}");
        for (var from = 0; from < rows.Count;)
        {
            var to = Math.Min(EndOfChunk(rows, from), from + CommandsPerBatch);
            using var batch = new NpgsqlBatch(connection, transaction) { Timeout = LongestStatement };
            for (; from < to; from++)
            {
                var command = new NpgsqlBatchCommand(numbered);
                for (var i = 0; i < types.Count; i++)
                    command.Parameters.Add(ColumnArray.Value(types[i], rows[from][i]));
                batch.BatchCommands.Add(command);
            }
            batch.Prepare();
            batch.ExecuteNonQuery();
        }
    }

    private static int EndOfChunk(IReadOnlyList<object?[]> rows, int from)
    {
        var text = 0;
        var to = from;
        while (to < rows.Count && to - from < RowsPerStatement && text < TextPerStatement)
        {
            foreach (var value in rows[to++])
                text += (value as string)?.Length ?? (value as byte[])?.Length ?? 0;
        }
        return to;
    }

    [GeneratedRegex(@"@p(?<number>\d+)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedParameter();
}
