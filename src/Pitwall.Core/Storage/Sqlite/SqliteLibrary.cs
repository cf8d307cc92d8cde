using System.Runtime.InteropServices;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>
/// Loads SQLite once per process: the system's library, which the system keeps patched, before the one we carry.
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>RETURNING and the upsert forms we use came with 3.35.</summary>
    private static readonly Version s_oldest = new(3, 35, 0);

    private static readonly Lazy<Version> s_version = new(Load);

    /// <summary>The version in use; loads the library on the first call.</summary>
    /// <exception cref="DatabaseConfigurationException">There is no library, or it is too old.</exception>
    public static Version Version => s_version.Value;

    private static Version Load()
    {
        var provider = new SQLitePCL.SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(provider.GetType().Assembly, Resolve);
        Version version;
        try
        {
            SQLitePCL.raw.SetProvider(provider);
            SQLitePCL.raw.FreezeProvider();
            version = Version.Parse(SQLitePCL.raw.sqlite3_libversion().utf8_to_string());
        }
        catch (DllNotFoundException e)
        {
            throw new DatabaseConfigurationException(
                "SQLite is not installed. Install it (Debian and Ubuntu: apt-get install libsqlite3-0, Fedora: dnf install sqlite-libs), or use PostgreSQL with --database.", e);
        }
        if (version < s_oldest)
            throw new DatabaseConfigurationException(
                $"This machine's SQLite is {version}; Pitwall needs {s_oldest} or newer. Update the system's SQLite library.");
        return version;
    }

    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
            return 0;
        ReadOnlySpan<string> places = OperatingSystem.IsWindows() ? ["e_sqlite3", "winsqlite3"]
            : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "e_sqlite3"]
            : ["libsqlite3.so.0", "e_sqlite3"];
        foreach (var place in places)
        {
            if (NativeLibrary.TryLoad(place, assembly, path, out var library))
                return library;
        }
        return 0;
    }
}
