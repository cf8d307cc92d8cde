namespace Pitwall.Testing;

/// <summary>A folder of its own for one test, removed with everything in it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder in the system's place for temporary files.</summary>
    public TempFolder() => Path = Directory.CreateTempSubdirectory("pitwall-test-").FullName;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Full path of something inside; nothing is made.</summary>
    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file inside, with the folders above it, and returns its path.</summary>
    public string Write(string relativePath, string text)
    {
        var path = Combine(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
