using System.Data.Common;

namespace Pitwall.Core.Storage;

/// <summary>
/// What a piece of write work gets: an open connection inside a transaction. Use Dapper on
/// <see cref="Connection"/> with <see cref="Transaction"/>, or <see cref="Insert"/> for many rows.
/// </summary>
public abstract class WriteSession
{
    /// <summary>The open connection.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The open transaction; pass it to every command.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>The statements that differ between the two databases.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Inserts all rows. Statements are prepared once per connection and kept.</summary>
    public abstract void Insert(BulkInsert rows);

    /// <summary>
    /// Runs one prepared statement once per row; parameters are named <c>@p0 … @pN</c> in the order of the row.
    /// For updates that have no bulk form.
    /// </summary>
    public abstract void ForEach(string sql, IReadOnlyList<ColumnType> types, IReadOnlyList<object?[]> rows);
}
