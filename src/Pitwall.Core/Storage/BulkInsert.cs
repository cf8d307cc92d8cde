namespace Pitwall.Core.Storage;

/// <summary>Column types that exist, with one meaning, on both databases.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text without NUL characters.</summary>
    Text,

    /// <summary>64-bit integer: ids, counts, unix milliseconds, money in nano-dollars.</summary>
    Int64,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>Raw bytes.</summary>
    Bytes,
}

/// <summary>A column of a <see cref="BulkInsert"/>.</summary>
public readonly record struct Column(string Name, ColumnType Type);

/// <summary>
/// Rows for one table, inserted in one go by <see cref="WriteSession.Insert"/>: a prepared loop on SQLite, one
/// <c>insert … select from unnest(…)</c> on PostgreSQL.
/// </summary>
/// <param name="table">Table name.</param>
/// <param name="columns">Columns in the order of the values in each row.</param>
/// <param name="onConflict">Text after the values, such as <c>on conflict (id) do nothing</c>; common to both databases.
/// On PostgreSQL one statement may not touch a row twice, so rows with the same key must be merged by the caller.</param>
public sealed class BulkInsert(string table, Column[] columns, string onConflict = "")
{
    /// <summary>Table name.</summary>
    public string Table { get; } = table;

    /// <summary>Columns in the order of the values in each row.</summary>
    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>Conflict clause, or empty.</summary>
    public string OnConflict { get; } = onConflict;

    /// <summary>The rows added so far.</summary>
    public List<object?[]> Rows { get; } = [];

    /// <summary>Adds a row; null is SQL null. Int64 columns take <see cref="long"/> (or int), Boolean takes <see cref="bool"/>.</summary>
    public void Add(params object?[] row)
    {
        if (row.Length != Columns.Count)
            throw new ArgumentException($"{Table}: {row.Length} values for {Columns.Count} columns", nameof(row));
        Rows.Add(row);
    }
}
