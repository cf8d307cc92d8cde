using System.Data.Common;
using Dapper;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>Reads the shape of tables from SQLite's catalogue.</summary>
internal static class SqliteTables
{
    private static readonly string[] s_fullTextParts = ["_data", "_idx", "_content", "_docsize", "_config"];

    private const string TablesSql = """
        select name, sql from sqlite_master
        where type = 'table' and substr(name, 1, 7) <> 'sqlite_' and name <> 'schema_migrations'
        order by name
        """;

    // hidden = 0 leaves generated columns out.
    private const string ColumnsSql = "select name, type, pk from pragma_table_xinfo(@table) where hidden = 0 order by name";

    public static IReadOnlyList<CopyTable> Describe(DbConnection connection, DbTransaction transaction)
    {
        var tables = connection.Query<(string Name, string Sql)>(TablesSql, transaction: transaction).ToList();
        var virtuals = tables.Where(t => t.Sql.StartsWith("create virtual", StringComparison.OrdinalIgnoreCase)).Select(t => t.Name).ToList();
        var left = virtuals.SelectMany(v => s_fullTextParts.Select(part => v + part)).Concat(virtuals).ToHashSet(StringComparer.Ordinal);
        return [.. tables.Where(t => !left.Contains(t.Name)).Select(t => Describe(connection, transaction, t.Name))];
    }

    private static CopyTable Describe(DbConnection connection, DbTransaction transaction, string table)
    {
        var columns = connection.Query<(string Name, string Type, long Key)>(ColumnsSql, new { table }, transaction).ToList();
        var keys = columns.Where(c => c.Key > 0).ToList();
        var key = keys is [var only] && TypeOf(table, only) == ColumnType.Int64 ? only.Name : null;
        return new CopyTable(table, [.. columns.Select(c => new Column(c.Name, TypeOf(table, c))).OrderBy(c => c.Name, StringComparer.Ordinal)], key);
    }

    private static ColumnType TypeOf(string table, (string Name, string Type, long Key) column) => column.Type.ToLowerInvariant() switch
    {
        "integer" or "bigint" or "int" => ColumnType.Int64,
        "text" => ColumnType.Text,
        "boolean" => ColumnType.Boolean,
        "real" or "double precision" or "double" => ColumnType.Double,
        "blob" or "bytea" => ColumnType.Bytes,
        _ => throw new DatabaseCopyException($"Column {table}.{column.Name} has the type {column.Type}, which cannot be copied."),
    };
}
