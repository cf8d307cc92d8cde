using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Pitwall.Core.Storage.Postgres;

/// <summary>
/// The store in PostgreSQL: every piece of work has a connection and a transaction of its own, so pieces run in parallel.
/// Work that the server rolls back because of a deadlock is run again, so work must do all its effects through its session.
/// </summary>
internal sealed class PostgresDatabase : Database, IMigratable, ICopyable
{
    /// <summary>Bulk work leaves connections and server processors for the interactive lane.</summary>
    private const int BulkPiecesAtOnce = 4;

    private const int MostTries = 5;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(20);

    /// <summary>Any number that other programs in the same database are unlikely to use: "pitwall" in ASCII.</summary>
    private const long SchemaLock = 0x70_69_74_77_61_6c_6c;

    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _bulk = new(BulkPiecesAtOnce);
    private readonly InFlight _calls;

    private PostgresDatabase(NpgsqlDataSource source, string description)
    {
        _source = source;
        _calls = new InFlight(description);
        Description = description;
    }

    public override Dialect Dialect => PostgresDialect.Instance;

    public override string Description { get; }

    /// <summary>Prepares the connections; the server is not contacted yet.</summary>
    public static PostgresDatabase Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 64;
            settings.AutoPrepareMinUsages = 2;
        }
        if (string.IsNullOrEmpty(settings.ApplicationName))
            settings.ApplicationName = "pitwall";
        return new PostgresDatabase(NpgsqlDataSource.Create(settings), $"{settings.Host}:{settings.Port}/{settings.Database}");
    }

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException)
        {
            throw PostgresErrors.Explain(e, Description);
        }
    }

    public override async Task<T> WriteAsync<T>(WriteLane lane, Func<WriteSession, T> work, CancellationToken cancellationToken = default)
    {
        using var call = _calls.Enter();
        if (lane == WriteLane.Interactive)
            return await RunAsync(work, cancellationToken);
        await _bulk.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(work, cancellationToken);
        }
        finally
        {
            _bulk.Release();
        }
    }

    public async Task<IReadOnlyList<string>> ListTablesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>(
            "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name")];
    }

    public async Task<IAsyncDisposable> LockSchemaAsync(CancellationToken cancellationToken)
    {
        // The lock belongs to the connection: it ends with it, also when this process dies.
        var connection = (NpgsqlConnection)await OpenAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({SchemaLock})", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        return new SchemaLockHolder(connection);
    }

    /// <summary>PostgreSQL is backed up by its own tools, on its own schedule.</summary>
    public Task<string?> BackUpBeforeMigrationAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<(DbConnection Connection, DbTransaction Transaction)> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        return (connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken));
    }

    public IReadOnlyList<CopyTable> DescribeTables(DbConnection connection, DbTransaction transaction) => PostgresTables.Describe(connection, transaction);

    public override async ValueTask DisposeAsync()
    {
        if (!await _calls.CloseAsync())
            return;
        await _source.DisposeAsync();
        _bulk.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<WriteSession, T> work, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await RunOnceAsync(work, cancellationToken);
                }
                catch (PostgresException e) when (PostgresErrors.IsCollision(e) && attempt < MostTries)
                {
                    // The server's clock matters here, not ours: the other transaction must get its turn before we take the rows again.
                    await Task.Delay(s_turn * attempt, TimeProvider.System, cancellationToken);
                }
            }
        }
        catch (Exception e) when (PostgresErrors.Explain(e, Description) != e)
        {
            throw PostgresErrors.Explain(e, Description);
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<WriteSession, T> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The work is synchronous and may be long: it must not hold the caller's thread.
        var result = await Task.Run(() => work(new PostgresWriteSession(connection, transaction)), cancellationToken);
        // From here on the work is done: giving up now would leave the caller not knowing whether it was kept.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private sealed class SchemaLockHolder(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.ExecuteAsync($"select pg_advisory_unlock({SchemaLock})");
            await connection.DisposeAsync();
        }
    }
}
