namespace Pitwall.Core.Storage;

/// <summary>What the migrator needs of a database and each database does in its own way.</summary>
internal interface IMigratable
{
    /// <summary>Names of all tables, sorted; a virtual table is listed with the tables it is made of.</summary>
    Task<IReadOnlyList<string>> ListTablesAsync(CancellationToken cancellationToken);

    /// <summary>Waits until no other process changes the schema; ends when disposed.</summary>
    Task<IAsyncDisposable> LockSchemaAsync(CancellationToken cancellationToken);

    /// <summary>Copies the database to a safe place and returns where; null when that is not our task.</summary>
    Task<string?> BackUpBeforeMigrationAsync(CancellationToken cancellationToken);
}
