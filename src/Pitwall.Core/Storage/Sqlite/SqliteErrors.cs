using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>Turns SQLite's result codes that concern the machine, not the statement, into sentences.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception to hand to the caller: a <see cref="StoreException"/> when the machine is at fault, else the same one.</summary>
    public static Exception Explain(Exception error, string file)
    {
        if (error is not SqliteException sqlite)
            return error;
        return sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => Failed(StoreFailure.Full, $"There is no space left to write to {file}. Free some space on its disk; nothing of this piece of work was kept."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Failed(StoreFailure.Locked, $"Another program kept {file} locked for longer than we wait. Close it, or try again later."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => Failed(StoreFailure.ReadOnly, $"{file} may not be written. Check the owner and the permissions of the file and its folder."),
            raw.SQLITE_CANTOPEN => Failed(StoreFailure.ReadOnly, $"{file} cannot be opened. Check that the folder exists and that you may write to it."),
            raw.SQLITE_CORRUPT => Failed(StoreFailure.Damaged, $"{file} is damaged. Move it away and restore a copy from the backups folder beside it; transcripts are imported again."),
            raw.SQLITE_NOTADB => Failed(StoreFailure.Damaged, $"{file} is not an SQLite database. Move it away or choose another data folder with --data."),
            raw.SQLITE_IOERR => Failed(StoreFailure.Unavailable, $"The disk failed while using {file}: {sqlite.Message}"),
            _ => error,
        };

        StoreException Failed(StoreFailure failure, string sentence) => new(failure, sentence, error);
    }
}
