using System.Data.Common;

namespace Pitwall.Core.Storage;

/// <summary>What a copy needs of a database and each database does in its own way.</summary>
internal interface ICopyable
{
    /// <summary>Opens a connection and a transaction that sees one moment of the database, whatever is written meanwhile.</summary>
    Task<(DbConnection Connection, DbTransaction Transaction)> OpenSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>All tables with stored columns, but for full-text indexes and the migrations' history, sorted by name.</summary>
    IReadOnlyList<CopyTable> DescribeTables(DbConnection connection, DbTransaction transaction);
}
