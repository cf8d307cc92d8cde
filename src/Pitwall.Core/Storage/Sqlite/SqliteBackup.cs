using Microsoft.Data.Sqlite;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>Copies an SQLite file while it is in use, by SQLite's own online backup.</summary>
internal sealed class SqliteBackup(SqliteFile file, TimeProvider time)
{
    private const int KeptBeforeMigration = 5;
    private const string BeforeMigrationName = "before-migration-";

    private string Folder => Path.Combine(Path.GetDirectoryName(file.Path)!, "backups");

    private string Stamp => time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff");

    /// <summary>A copy in the backups folder; the last five such copies are kept.</summary>
    /// <returns>The copy's path.</returns>
    /// <exception cref="StoreException">The copy could not be written.</exception>
    public string BeforeMigration()
    {
        var copy = To(Path.Combine(Folder, $"{BeforeMigrationName}{Stamp}.db"));
        var old = Directory.GetFiles(Folder, BeforeMigrationName + "*.db").Order(StringComparer.Ordinal).SkipLast(KeptBeforeMigration);
        foreach (var path in old)
            File.Delete(path);
        return copy;
    }

    /// <summary>A copy that a person asked for; never removed by us.</summary>
    /// <param name="target">Where; null is a new file in the backups folder.</param>
    /// <returns>The copy's path.</returns>
    /// <exception cref="StoreException">The copy could not be written, or the target exists.</exception>
    public string OnRequest(string? target) => To(Path.GetFullPath(target ?? Path.Combine(Folder, $"pitwall-{Stamp}.db")));

    private string To(string target)
    {
        // Under another name until it is whole: a file with the right name is a good copy.
        var partial = target + ".partial";
        try
        {
            if (Path.Exists(target))
                throw new StoreException(StoreFailure.ReadOnly, $"{target} exists already. Name another file with --to.");
            OwnerOnly.CreateFolder(Path.GetDirectoryName(target)!);
            File.Delete(partial);
            OwnerOnly.CreateFile(partial);
            using (var source = file.OpenReader())
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ConnectionString))
            {
                copy.Open();
                source.BackupDatabase(copy);
                // A copy is one file: without the log that a database in use has beside it.
                SqliteFile.Run(copy.Handle!, "pragma journal_mode = delete");
            }
            File.Move(partial, target);
            return target;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            var cause = SqliteErrors.Explain(e, target);
            throw cause as StoreException ?? new StoreException(StoreFailure.Unavailable, $"The copy {target} could not be written: {e.Message}", e);
        }
    }
}
