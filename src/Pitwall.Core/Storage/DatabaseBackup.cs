using Pitwall.Core.Storage.Sqlite;

namespace Pitwall.Core.Storage;

/// <summary>Makes a copy of the store that a person asked for, also while a server uses it.</summary>
public static class DatabaseBackup
{
    /// <summary>Copies the SQLite file to <paramref name="target"/>, or to a new file in the backups folder beside it.</summary>
    /// <returns>Full path of the copy.</returns>
    /// <exception cref="DatabaseConfigurationException">There is no database, or it is PostgreSQL, which has its own tools.</exception>
    /// <exception cref="StoreException">The copy could not be written, or the target exists.</exception>
    public static string Run(string dataFolder, string? url, string? target, TimeProvider time)
    {
        var address = DatabaseAddress.Parse(dataFolder, url);
        if (address.SqliteFile is not { } path)
            throw new DatabaseConfigurationException("PostgreSQL is backed up by its own tools: run pg_dump --format=custom --file=pitwall.dump with the same address.");
        if (!File.Exists(path))
            throw new DatabaseConfigurationException($"There is no database at {path}. Name the data folder with --data, or start Pitwall once.");
        _ = SqliteLibrary.Version;
        var file = new SqliteFile(path, TimeSpan.FromSeconds(5));
        try
        {
            return new SqliteBackup(file, time).OnRequest(target);
        }
        finally
        {
            file.ClearPool();
        }
    }
}
