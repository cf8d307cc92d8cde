using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>The writer's connection with its kept statements; one piece of work uses it at a time.</summary>
internal sealed class SqliteWriteSession(SqliteConnection connection) : WriteSession, IDisposable
{
    /// <summary>Work whose SQL is built from data would grow the cache for ever; ours is a few dozen texts.</summary>
    private const int MostStatements = 200;

    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    public override DbConnection Connection => connection;

    public override DbTransaction Transaction => EnsureOpen();

    public override Dialect Dialect => SqliteDialect.Instance;

    /// <summary>Names the transaction that work runs in; null between two groups.</summary>
    public void Use(SqliteTransaction? transaction) => _transaction = transaction;

    public override void Insert(BulkInsert rows)
    {
        if (rows.Rows.Count == 0)
            return;
        EnsureOpen();
        var columns = rows.Columns;
        var names = string.Join(", ", columns.Select(c => c.Name));
        var values = string.Join(", ", Enumerable.Range(1, columns.Count).Select(n => $"?{n}"));
        var statement = Prepared($"insert into {rows.Table}({names}) values ({values}) {rows.OnConflict}");
        var types = columns.Select(c => c.Type).ToArray();
        foreach (var row in rows.Rows)
        {
            for (var i = 0; i < types.Length; i++)
                statement.Bind(i + 1, types[i], row[i]);
            statement.Execute();
        }
    }

    public override void ForEach(string sql, IReadOnlyList<ColumnType> types, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0)
            return;
        EnsureOpen();
        var statement = Prepared(sql);
        var kinds = types.ToArray();
        var places = new int[kinds.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = statement.IndexOf($"@p{i}");
        foreach (var row in rows)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                if (places[i] > 0)
                    statement.Bind(places[i], kinds[i], row[i]);
            }
            statement.Execute();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }

    private SqliteTransaction EnsureOpen() =>
        _transaction ?? throw new InvalidOperationException("The piece of work has ended; its session may not be kept.");

    private SqliteStatement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        if (_statements.Count == MostStatements)
            Dispose();
        statement = new SqliteStatement(connection.Handle!, sql);
        _statements.Add(sql, statement);
        return statement;
    }
}
