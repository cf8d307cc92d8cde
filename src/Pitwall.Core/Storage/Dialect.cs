namespace Pitwall.Core.Storage;

/// <summary>The few statements that differ between SQLite and PostgreSQL. Everything else is one SQL text.</summary>
public abstract class Dialect
{
    /// <summary>"sqlite" or "postgres": the middle of a migration's file name.</summary>
    public abstract string Name { get; }

    /// <summary>The larger of two expressions (null-propagating as the database does).</summary>
    public abstract string Greatest(string a, string b);

    /// <summary>The smaller of two expressions.</summary>
    public abstract string Least(string a, string b);

    /// <summary>A list-parameter test: <c>column in @ids</c> (Dapper expands) or <c>column = any(@ids)</c>.</summary>
    public abstract string In(string column, string parameter);

    /// <summary>Joins the values of a group with a comma: <c>group_concat</c> or <c>string_agg</c>.</summary>
    public abstract string Concat(string expression);
}
