using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>The store in one SQLite file.</summary>
internal sealed class SqliteDatabase : Database, IMigratable, ICopyable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SqliteFile _file;
    private readonly SqliteWriteQueue _queue;
    private readonly SqliteBackup _backup;

    private SqliteDatabase(SqliteFile file, SqliteWriteQueue queue, TimeProvider time)
    {
        _file = file;
        _queue = queue;
        _backup = new SqliteBackup(file, time);
    }

    public override Dialect Dialect => SqliteDialect.Instance;

    public override string Description => _file.Path;

    /// <summary>Opens the file, making it when it is missing, and starts its writer.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="time">Clock of transactions' length and backups' names.</param>
    /// <param name="patience">How long to wait for another process that holds the file; 5 seconds when null.</param>
    public static SqliteDatabase Open(string path, TimeProvider time, TimeSpan? patience = null)
    {
        _ = SqliteLibrary.Version;
        var file = new SqliteFile(path, patience ?? s_patience);
        try
        {
            file.Create();
            return new SqliteDatabase(file, new SqliteWriteQueue(file, time), time);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFailure.ReadOnly, $"{path} cannot be made: {e.Message} Check the folder, or choose another with --data.", e);
        }
    }

    public override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult<DbConnection>(_file.OpenReader());
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, _file.Path);
        }
    }

    public override Task<T> WriteAsync<T>(WriteLane lane, Func<WriteSession, T> work, CancellationToken cancellationToken = default) =>
        _queue.WriteAsync(lane, work, cancellationToken);

    public async Task<IReadOnlyList<string>> ListTablesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type = 'table' and substr(name, 1, 7) <> 'sqlite_' order by name";
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    public async Task<IAsyncDisposable> LockSchemaAsync(CancellationToken cancellationToken) =>
        await LockFile.TakeAsync(_file.Path + ".migration-lock", cancellationToken);

    public Task<string?> BackUpBeforeMigrationAsync(CancellationToken cancellationToken) =>
        Task.Run<string?>(_backup.BeforeMigration, cancellationToken);

    public Task<(DbConnection Connection, DbTransaction Transaction)> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        var connection = _file.OpenReader();
        return Task.FromResult<(DbConnection, DbTransaction)>((connection, connection.BeginTransaction(deferred: true)));
    }

    public IReadOnlyList<CopyTable> DescribeTables(DbConnection connection, DbTransaction transaction) => SqliteTables.Describe(connection, transaction);

    public override async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _file.ClearPool();
    }
}
