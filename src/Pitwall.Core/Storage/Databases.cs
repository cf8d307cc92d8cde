using Pitwall.Core.Storage.Postgres;
using Pitwall.Core.Storage.Sqlite;

namespace Pitwall.Core.Storage;

/// <summary>Opens the store a person asked for.</summary>
public static class Databases
{
    /// <summary>
    /// Opens <c>pitwall.db</c> in <paramref name="dataFolder"/> (made, for its owner only, when missing), or the
    /// database that <paramref name="url"/> names: <c>postgres://user:password@host:port/database</c>,
    /// <c>Host=…;Database=…</c>, or <c>sqlite:FILE</c>. PostgreSQL is not contacted before the first use.
    /// The schema is not touched: see <see cref="Migrator"/>.
    /// </summary>
    /// <exception cref="DatabaseConfigurationException">The address is unknown or half given, or no usable SQLite library is installed.</exception>
    /// <exception cref="StoreException">The SQLite file cannot be opened.</exception>
    public static Database Open(string dataFolder, string? url, TimeProvider time)
    {
        var address = DatabaseAddress.Parse(dataFolder, url);
        return address.SqliteFile is { } file
            ? SqliteDatabase.Open(file, time)
            : PostgresDatabase.Open(address.Postgres!);
    }

    /// <summary>False when the address is an SQLite file that does not exist yet; PostgreSQL is not asked.</summary>
    /// <exception cref="DatabaseConfigurationException">The address is unknown or half given.</exception>
    public static bool Exists(string dataFolder, string? url) =>
        DatabaseAddress.Parse(dataFolder, url).SqliteFile is not { } file || File.Exists(file);
}
