using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pitwall.Sessions.Usage;

/// <summary>The rows of a query over model calls, one at a time.</summary>
internal abstract class CallRows : IAsyncDisposable
{
    /// <summary>Runs a query. On SQLite the rows are taken straight from its C functions: a report reads every call there
    /// is, and the general reader would take twice the time.</summary>
    public static async Task<CallRows> ReadAsync(DbConnection connection, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken cancellationToken)
    {
        if (connection is SqliteConnection sqlite)
            return new SqliteRows(sqlite, sql, parameters);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return new DbRows(command, await command.ExecuteReaderAsync(cancellationToken));
    }

    /// <summary>Steps to the next row; false after the last.</summary>
    public abstract ValueTask<bool> NextAsync(CancellationToken cancellationToken);

    public abstract long Int64(int column);

    public abstract bool IsNull(int column);

    public abstract string Text(int column);

    public abstract ValueTask DisposeAsync();

    private sealed class DbRows(DbCommand command, DbDataReader reader) : CallRows
    {
        public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken) => await reader.ReadAsync(cancellationToken);

        public override long Int64(int column) => reader.GetInt64(column);

        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override string Text(int column) => reader.GetString(column);

        public override async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await command.DisposeAsync();
        }
    }

    private sealed class SqliteRows : CallRows
    {
        private readonly sqlite3 _connection;
        private readonly sqlite3_stmt _statement;

        // Neighbouring rows mostly say the same: a text is made anew only where its bytes changed.
        private readonly byte[]?[] _bytes = new byte[]?[16];
        private readonly string[] _texts = new string[16];

        public SqliteRows(SqliteConnection connection, string sql, IReadOnlyList<(string Name, object Value)> parameters)
        {
            _connection = connection.Handle!;
            Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
            foreach (var (name, value) in parameters)
            {
                var index = raw.sqlite3_bind_parameter_index(_statement, name);
                Check(value is long number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_text(_statement, index, (string)value));
            }
        }

        public override ValueTask<bool> NextAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_ROW)
                return ValueTask.FromResult(true);
            if (result != raw.SQLITE_DONE)
                Check(result);
            return ValueTask.FromResult(false);
        }

        public override long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

        public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

        public override string Text(int column)
        {
            var bytes = raw.sqlite3_column_blob(_statement, column);
            if (_bytes[column] is { } last && bytes.SequenceEqual(last))
                return _texts[column];
            _bytes[column] = bytes.ToArray();
            return _texts[column] = Encoding.UTF8.GetString(bytes);
        }

        public override ValueTask DisposeAsync()
        {
            _statement.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
