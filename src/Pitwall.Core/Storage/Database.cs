using System.Data.Common;

namespace Pitwall.Core.Storage;

/// <summary>Which lane of the write queue a piece of work takes.</summary>
public enum WriteLane
{
    /// <summary>A person or a live event waits for it: runs before any bulk work that is queued.</summary>
    Interactive,

    /// <summary>Imports and other long work: batched, yields to the interactive lane between two pieces.</summary>
    Bulk,
}

/// <summary>
/// The store: an SQLite file or a PostgreSQL database behind one small surface. Reads open a pooled connection;
/// writes are pieces of work run in a transaction, one after another per SQLite file, in parallel on PostgreSQL.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>The statements that differ between the two databases.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>What to tell a person about where the data is: a file path, or host and database name without credentials.</summary>
    public abstract string Description { get; }

    /// <summary>Opens a pooled connection for reading. The caller disposes it.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs <paramref name="work"/> inside a transaction. The task ends when that transaction is committed: what was
    /// acknowledged is on disk. Work that throws is rolled back alone, and the exception reaches this caller only.
    /// PostgreSQL may roll work back because of a deadlock and run it again: work has all its effects through its session.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(WriteLane lane, Func<WriteSession, T> work, CancellationToken cancellationToken = default);

    /// <summary>Runs work that has no result; see <see cref="WriteAsync{T}"/>.</summary>
    public Task WriteAsync(WriteLane lane, Action<WriteSession> work, CancellationToken cancellationToken = default) =>
        WriteAsync(lane, session => { work(session); return true; }, cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
