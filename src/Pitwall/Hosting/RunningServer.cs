using System.Text.Json;

namespace Pitwall.Hosting;

/// <summary>
/// The server of a data folder, as others find it: <c>server.lock</c> is held as long as it runs, <c>server.json</c> says where it is. The
/// lock, not the file, tells whether it lives: a killed server leaves the file behind.
/// </summary>
/// <param name="Url">Address to open.</param>
/// <param name="Pid">Process id.</param>
/// <param name="StartedAt">When it started.</param>
internal sealed record RunningServer(string Url, int Pid, DateTimeOffset StartedAt)
{
    private const string LockName = "server.lock";
    private const string FileName = "server.json";
    private const int Tries = 10;

    /// <summary>Takes the data folder for a server. Null when another server has it.</summary>
    public static FileStream? TryTake(string dataFolder)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            try
            {
                return Open(Path.Combine(dataFolder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
            {
                // A command that looks whether a server runs holds it for a moment.
                if (Find(dataFolder) is not null) return null;
                Thread.Yield();
            }
        }
        return null;
    }

    /// <summary>The server that runs on this data folder, or null. While one starts its address may still be unknown: then it is empty.</summary>
    public static RunningServer? Find(string dataFolder)
    {
        try
        {
            using var shared = Open(Path.Combine(dataFolder, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            return Read(dataFolder) ?? new RunningServer("", 0, default);
        }
    }

    /// <summary>Says where the server is, for others to find.</summary>
    public void Write(string dataFolder)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("url", Url);
            json.WriteNumber("pid", Pid);
            json.WriteString("startedAt", StartedAt);
            json.WriteEndObject();
        }
        var path = Path.Combine(dataFolder, FileName);
        // Beside and over: a reader sees the old text or the new one, never half of it.
        using (var file = Open(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None)) file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Takes the note away when the server stops.</summary>
    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));

    private static RunningServer? Read(string dataFolder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dataFolder, FileName)));
            var root = json.RootElement;
            return new RunningServer(root.GetProperty("url").GetString() ?? "", root.GetProperty("pid").GetInt32(), root.GetProperty("startedAt").GetDateTimeOffset());
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
