using System.Data.Common;
using Dapper;

namespace Pitwall.Core.Storage;

/// <summary>What a run of the migrator did.</summary>
/// <param name="Applied">File names of the migrations it ran, in order; empty when the schema was up to date.</param>
/// <param name="Backup">Path of the copy made before, or null when there was nothing to copy.</param>
public sealed record MigrationResult(IReadOnlyList<string> Applied, string? Backup);

/// <summary>
/// Brings the schema up to what the program knows: each file in a transaction of its own, under a lock that also holds
/// between processes, after a backup. Going back is not offered: restore the backup.
/// </summary>
public sealed class Migrator(Database database, IReadOnlyList<MigrationSet> sets, TimeProvider time)
{
    private const string HistoryTable = "schema_migrations";

    private readonly IMigratable _schema = (IMigratable)database;

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="DatabaseConfigurationException">The database is newer than the program, or a file that was applied has changed since.</exception>
    /// <exception cref="StoreException">The backup or a migration failed because of the disk or the server.</exception>
    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken = default)
    {
        // Usually nothing is missing, and then nothing is locked or written.
        if (Missing(await AppliedAsync(cancellationToken)).Count == 0)
            return new([], null);

        await using var schemaLock = await _schema.LockSchemaAsync(cancellationToken);
        await database.WriteAsync(WriteLane.Interactive, session => session.Connection.Execute(CreateHistorySql, transaction: session.Transaction), cancellationToken);
        // Another process may have done the work while we waited for the lock.
        var missing = Missing(await AppliedAsync(cancellationToken));
        if (missing.Count == 0)
            return new([], null);
        var tables = await _schema.ListTablesAsync(cancellationToken);
        var backup = tables.Any(t => t != HistoryTable) ? await _schema.BackUpBeforeMigrationAsync(cancellationToken) : null;
        foreach (var (part, migration) in missing)
            await ApplyAsync(part, migration, backup, cancellationToken);
        return new([.. missing.Select(m => m.Migration.Name)], backup);
    }

    /// <summary>
    /// Whether exactly the migrations this program knows are applied, told by their numbers: a quick look for commands that must
    /// answer at once. When it says no, <see cref="RunAsync"/> applies what is missing or says what is wrong.
    /// </summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken = default)
    {
        var applied = await AppliedAsync(cancellationToken);
        var known = 0;
        foreach (var set in sets)
        {
            foreach (var migration in set.For(database.Dialect))
            {
                known++;
                if (!applied.Exists(row => row.Part == set.Part && row.Version == migration.Version))
                    return false;
            }
        }
        return known == applied.Count;
    }

    private const string CreateHistorySql = """
        create table if not exists schema_migrations (
          part       text   not null,
          version    bigint not null,
          name       text   not null,
          checksum   text   not null,
          applied_ms bigint not null,
          primary key (part, version)
        )
        """;

    private const string AppliedSql = "select part, version, name, checksum from schema_migrations";

    // Every command starts with this look, so it is taken with plain commands: the mapper alone would take longer to get
    // ready than all the rest.
    private async Task<List<AppliedRow>> AppliedAsync(CancellationToken cancellationToken)
    {
        var rows = new List<AppliedRow>();
        if (!(await _schema.ListTablesAsync(cancellationToken)).Contains(HistoryTable))
            return rows;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = AppliedSql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new AppliedRow(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3)));
        return rows;
    }

    private List<(string Part, Migration Migration)> Missing(List<AppliedRow> applied)
    {
        foreach (var row in applied)
        {
            var known = sets.FirstOrDefault(s => s.Part == row.Part)?.For(database.Dialect).FirstOrDefault(m => m.Version == row.Version);
            if (known is null)
                throw new DatabaseConfigurationException(
                    $"{database.Description} was written by a newer Pitwall: it has the migration {row.Name} of part '{row.Part}', which this program does not know. "
                    + "Start the newer Pitwall, or restore a copy from the backups folder.");
            if (known.Checksum != row.Checksum)
                throw new DatabaseConfigurationException(
                    $"The migration {known.Name} of part '{row.Part}' was applied to {database.Description} with another text than this program's. "
                    + "Start the Pitwall that wrote the database, or restore a copy from the backups folder; a released migration must not be edited, a change needs a new file.");
        }
        var missing = new List<(string Part, Migration Migration)>();
        foreach (var set in sets)
            foreach (var migration in set.For(database.Dialect))
                if (!applied.Exists(row => row.Part == set.Part && row.Version == migration.Version))
                    missing.Add((set.Part, migration));
        return missing;
    }

    private const string RecordSql = """
        insert into schema_migrations (part, version, name, checksum, applied_ms)
        values (@part, @Version, @Name, @Checksum, @appliedMs)
        """;

    private async Task ApplyAsync(string part, Migration migration, string? backup, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(WriteLane.Interactive, session =>
            {
                // The database itself splits the text: it knows its quotes, dollar quotes and trigger bodies best.
                session.Connection.Execute(migration.Sql, transaction: session.Transaction, commandTimeout: 0);
                session.Connection.Execute(RecordSql, new { part, migration.Version, migration.Name, migration.Checksum, appliedMs = time.GetUtcNow().ToUnixTimeMilliseconds() }, session.Transaction);
            }, cancellationToken);
        }
        catch (DbException e)
        {
            throw new DatabaseConfigurationException(
                $"The migration {migration.Name} of part '{part}' failed on {database.Description}: {e.Message} Nothing of it was kept"
                + (backup is null ? "." : $"; the state before is in {backup}."), e);
        }
    }

    private sealed record AppliedRow(string Part, long Version, string Name, string Checksum);
}
