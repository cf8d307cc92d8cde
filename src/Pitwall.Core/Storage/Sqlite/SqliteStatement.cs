using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>
/// A prepared statement driven through SQLite's C functions: binding a value costs no object and no look-up by name.
/// Not thread-safe; lives as long as its connection.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(4096);

    public SqliteStatement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>The index of a named parameter, 0 when the statement has none of that name.</summary>
    public int IndexOf(string parameter) => raw.sqlite3_bind_parameter_index(_statement, parameter);

    /// <summary>Binds a value; <paramref name="index"/> starts at 1.</summary>
    public void Bind(int index, ColumnType type, object? value)
    {
        Check((type, value) switch
        {
            (_, null or DBNull) => raw.sqlite3_bind_null(_statement, index),
            (ColumnType.Int64, long number) => raw.sqlite3_bind_int64(_statement, index, number),
            (ColumnType.Int64, _) => raw.sqlite3_bind_int64(_statement, index, Convert.ToInt64(value)),
            (ColumnType.Text, _) => BindText(index, (string)value),
            (ColumnType.Boolean, _) => raw.sqlite3_bind_int(_statement, index, (bool)value ? 1 : 0),
            (ColumnType.Double, _) => raw.sqlite3_bind_double(_statement, index, Convert.ToDouble(value)),
            (ColumnType.Bytes, byte[] { Length: 0 }) => raw.sqlite3_bind_zeroblob(_statement, index, 0),
            (ColumnType.Bytes, _) => raw.sqlite3_bind_blob(_statement, index, (byte[])value),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        });
    }

    /// <summary>Runs the statement to its end and makes it ready for the next values.</summary>
    public void Execute()
    {
        int result;
        do
            result = raw.sqlite3_step(_statement);
        while (result == raw.SQLITE_ROW);
        var reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            Check(reset == raw.SQLITE_OK ? result : reset);
    }

    public void Dispose()
    {
        _statement.Dispose();
        ArrayPool<byte>.Shared.Return(_text);
        _text = [];
    }

    private int BindText(int index, string text)
    {
        text = StoredText.Clean(text);
        // An empty span has no address, and SQLite takes a missing address for null.
        if (text.Length == 0)
            return raw.sqlite3_bind_text(_statement, index, "");
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _text.Length)
        {
            ArrayPool<byte>.Shared.Return(_text);
            _text = ArrayPool<byte>.Shared.Rent(most);
        }
        return raw.sqlite3_bind_text(_statement, index, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
