using System.Data.Common;
using Dapper;

namespace Pitwall.Core.Storage.Postgres;

/// <summary>Reads the shape of tables from PostgreSQL's catalogue.</summary>
internal static class PostgresTables
{
    private const string ColumnsSql = """
        select c.table_name, c.column_name, c.data_type
        from information_schema.columns c
        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
        where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
          and c.table_name <> 'schema_migrations'
        """;

    private const string KeysSql = """
        select k.table_name, min(k.column_name)
        from information_schema.table_constraints t
        join information_schema.key_column_usage k on k.constraint_schema = t.constraint_schema and k.constraint_name = t.constraint_name and k.table_name = t.table_name
        where t.table_schema = current_schema() and t.constraint_type = 'PRIMARY KEY'
        group by k.table_name
        having count(*) = 1
        """;

    public static IReadOnlyList<CopyTable> Describe(DbConnection connection, DbTransaction transaction)
    {
        var keys = connection.Query<(string Table, string Column)>(KeysSql, transaction: transaction).ToDictionary(k => k.Table, k => k.Column, StringComparer.Ordinal);
        return [.. connection.Query<(string Table, string Name, string Type)>(ColumnsSql, transaction: transaction)
            .GroupBy(c => c.Table, StringComparer.Ordinal)
            .OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => Describe(t.Key, [.. t.Select(c => new Column(c.Name, TypeOf(c))).OrderBy(c => c.Name, StringComparer.Ordinal)]))];

        CopyTable Describe(string table, List<Column> columns)
        {
            var key = keys.GetValueOrDefault(table);
            return new CopyTable(table, columns, columns.Exists(c => c.Name == key && c.Type == ColumnType.Int64) ? key : null);
        }
    }

    private static ColumnType TypeOf((string Table, string Name, string Type) column) => column.Type switch
    {
        "bigint" or "integer" => ColumnType.Int64,
        "text" => ColumnType.Text,
        "boolean" => ColumnType.Boolean,
        "double precision" => ColumnType.Double,
        "bytea" => ColumnType.Bytes,
        _ => throw new DatabaseCopyException($"Column {column.Table}.{column.Name} has the type {column.Type}, which cannot be copied."),
    };
}
