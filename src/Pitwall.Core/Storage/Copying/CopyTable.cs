using System.Data.Common;

namespace Pitwall.Core.Storage;

/// <summary>A table that both databases have, with the columns in one order for both.</summary>
/// <param name="Name">Table name.</param>
/// <param name="Columns">Stored columns, without generated ones, sorted by name.</param>
/// <param name="Key">The column to read in order of, or null: a single whole-number primary key.</param>
internal sealed record CopyTable(string Name, IReadOnlyList<Column> Columns, string? Key)
{
    private string SelectSql =>
        $"select {string.Join(", ", Columns.Select(c => c.Name))} from {Name}" + (Key is null ? "" : $" order by {Key}");

    /// <summary>An empty insert for this table.</summary>
    public BulkInsert NewInsert() => new(Name, [.. Columns]);

    /// <summary>Streams all rows in the types that <see cref="ColumnType"/> names, text as it would be stored.</summary>
    public IEnumerable<object?[]> Read(DbConnection connection, DbTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SelectSql;
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : Value(reader, i, Columns[i].Type);
            yield return row;
        }
    }

    /// <summary>Counts and checks all rows.</summary>
    public RowHash Hash(DbConnection connection, DbTransaction transaction)
    {
        var hash = new RowHash();
        foreach (var row in Read(connection, transaction))
            hash.Add(row);
        return hash;
    }

    /// <summary>True when the table has a row.</summary>
    public bool HasRows(DbConnection connection, DbTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select 1 from {Name} limit 1";
        command.Transaction = transaction;
        return command.ExecuteScalar() is not null;
    }

    private static object Value(DbDataReader reader, int index, ColumnType type) => type switch
    {
        ColumnType.Text => StoredText.Clean(reader.GetString(index)),
        ColumnType.Int64 => reader.GetInt64(index),
        ColumnType.Double => reader.GetDouble(index),
        ColumnType.Boolean => reader.GetBoolean(index),
        ColumnType.Bytes => reader.GetFieldValue<byte[]>(index),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
