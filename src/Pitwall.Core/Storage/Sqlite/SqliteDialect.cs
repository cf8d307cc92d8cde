namespace Pitwall.Core.Storage.Sqlite;

internal sealed class SqliteDialect : Dialect
{
    public static readonly SqliteDialect Instance = new();

    public override string Name => "sqlite";

    public override string Greatest(string a, string b) => $"max({a}, {b})";

    public override string Least(string a, string b) => $"min({a}, {b})";

    public override string In(string column, string parameter) => $"{column} in @{parameter.TrimStart('@')}";

    public override string Concat(string expression) => $"group_concat({expression})";
}
