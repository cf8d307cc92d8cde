namespace Pitwall.Core.Storage;

/// <summary>A file that one process holds open alone. The file stays: deleting it would let two holders in.</summary>
internal static class LockFile
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    /// <summary>Waits for the file, up to two minutes.</summary>
    /// <exception cref="StoreException">Another process kept it.</exception>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateFile(path);
        // Another process is waited for in real time, whatever clock the store was given.
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (clock.GetElapsedTime(started) > s_longestWait)
                    throw new StoreException(StoreFailure.Locked, $"Another Pitwall has been changing the database for two minutes (it holds {path}). Wait for it or stop it, then start again.", e);
            }
            await Task.Delay(s_pause, clock, cancellationToken);
        }
    }
}
