using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>
/// Watches the roots. For a root that does not exist yet its nearest existing ancestor is watched, and when something
/// appears there <see cref="Refresh"/> moves the watch closer.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly IReadOnlyList<TranscriptRoot> _roots;
    private readonly Action<string?> _changed;
    private readonly Action<Exception?> _lost;
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unwatchable = new(StringComparer.Ordinal);

    /// <param name="roots">Folders to watch.</param>
    /// <param name="changed">Called with the path of a file that changed; may be called often and from any thread.</param>
    /// <param name="lost">Called when everything must be looked through again, with the reason if it is an error.</param>
    public FolderWatch(IReadOnlyList<TranscriptRoot> roots, Action<string?> changed, Action<Exception?> lost)
    {
        _roots = roots;
        _changed = changed;
        _lost = lost;
        Refresh();
    }

    /// <summary>Watches what exists now.</summary>
    public void Refresh()
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in _roots)
        {
            if (Directory.Exists(root.Path))
            {
                Watch(root.Path, deep: true);
                wanted.Add(root.Path);
            }
            else if (Ancestor(root.Path) is { } ancestor && !_roots.Any(r => r.Path == ancestor))
            {
                Watch(ancestor, deep: false);
                wanted.Add(ancestor);
            }
        }
        foreach (var path in _watchers.Keys.Where(p => !wanted.Contains(p)).ToList())
            if (_watchers.Remove(path, out var watcher)) watcher.Dispose();
    }

    private void Watch(string path, bool deep)
    {
        if (_watchers.ContainsKey(path)) return;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(path)
            {
                IncludeSubdirectories = deep,
                InternalBufferSize = 64 * 1024,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            if (deep)
            {
                watcher.Changed += (_, e) => _changed(e.FullPath);
                watcher.Created += (_, e) => Appeared(e.FullPath);
                watcher.Renamed += (_, e) => Appeared(e.FullPath);
                watcher.Error += (_, e) => _lost(e.GetException());
            }
            else
            {
                watcher.Created += (_, e) => Closer(e.FullPath);
                watcher.Renamed += (_, e) => Closer(e.FullPath);
            }
            watcher.EnableRaisingEvents = true;
            _watchers[path] = watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            // Told once: looking through all folders again would only come to the same end.
            if (_unwatchable.Add(path)) _lost(e);
        }
    }

    // A folder that appears may hold files already, of which nobody told.
    private void Appeared(string path)
    {
        if (Directory.Exists(path)) _lost(null);
        else _changed(path);
    }

    private void Closer(string path)
    {
        if (_roots.Any(r => r.Path == path || r.Path.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal))) _lost(null);
    }

    private static string? Ancestor(string path)
    {
        while (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            if (Directory.Exists(parent)) return parent;
            path = parent;
        }
        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var watcher in _watchers.Values) watcher.Dispose();
        _watchers.Clear();
    }
}
