namespace Pitwall.Core.Storage.Postgres;

internal sealed class PostgresDialect : Dialect
{
    public static readonly PostgresDialect Instance = new();

    public override string Name => "postgres";

    public override string Greatest(string a, string b) => $"greatest({a}, {b})";

    public override string Least(string a, string b) => $"least({a}, {b})";

    public override string In(string column, string parameter) => $"{column} = any(@{parameter.TrimStart('@')})";

    public override string Concat(string expression) => $"string_agg(({expression})::text, ',')";
}
