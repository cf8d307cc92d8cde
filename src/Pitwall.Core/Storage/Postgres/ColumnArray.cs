using Npgsql;
using NpgsqlTypes;

namespace Pitwall.Core.Storage.Postgres;

/// <summary>Makes PostgreSQL parameters of the values of rows: one value, or one column as an array.</summary>
internal static class ColumnArray
{
    public static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Int64 => "bigint",
        ColumnType.Double => "double precision",
        ColumnType.Boolean => "boolean",
        ColumnType.Bytes => "bytea",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Column <paramref name="index"/> of the rows from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    public static NpgsqlParameter Parameter(ColumnType type, List<object?[]> rows, int index, int from, int to)
    {
        var values = type switch
        {
            ColumnType.Text => Fill(value => value is null ? null : StoredText.Clean((string)value)),
            ColumnType.Int64 => Fill<long?>(value => value is null ? null : AsInt64(value)),
            ColumnType.Double => Fill<double?>(value => value is null ? null : Convert.ToDouble(value)),
            ColumnType.Boolean => Fill(value => (bool?)value),
            ColumnType.Bytes => (Array)Fill(value => (byte[]?)value),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | DbType(type) };

        T[] Fill<T>(Func<object?, T> convert)
        {
            var column = new T[to - from];
            for (var i = 0; i < column.Length; i++)
            {
                var value = rows[from + i][index];
                column[i] = convert(value is DBNull ? null : value);
            }
            return column;
        }
    }

    /// <summary>One value.</summary>
    public static NpgsqlParameter Value(ColumnType type, object? value) => new()
    {
        NpgsqlDbType = DbType(type),
        Value = (type, value) switch
        {
            (_, null or DBNull) => DBNull.Value,
            (ColumnType.Text, _) => StoredText.Clean((string)value),
            (ColumnType.Int64, _) => AsInt64(value),
            (ColumnType.Double, _) => Convert.ToDouble(value),
            _ => value,
        },
    };

    private static long AsInt64(object value) => value is long number ? number : Convert.ToInt64(value);

    private static NpgsqlDbType DbType(ColumnType type) => type switch
    {
        ColumnType.Text => NpgsqlDbType.Text,
        ColumnType.Int64 => NpgsqlDbType.Bigint,
        ColumnType.Double => NpgsqlDbType.Double,
        ColumnType.Boolean => NpgsqlDbType.Boolean,
        ColumnType.Bytes => NpgsqlDbType.Bytea,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
