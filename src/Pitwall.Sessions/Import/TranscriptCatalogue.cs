using Pitwall.Core.Storage;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>The known transcripts, in memory: matches files to them by path and, after a rename, by identity.</summary>
internal sealed class TranscriptCatalogue
{
    private readonly Dictionary<string, TranscriptRow> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TranscriptRow> _byIdentity = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>Loads what the store knows.</summary>
    public static async Task<TranscriptCatalogue> LoadAsync(Database database, CancellationToken cancellationToken)
    {
        var catalogue = new TranscriptCatalogue();
        foreach (var row in await TranscriptStore.LoadAsync(database, cancellationToken)) catalogue.Add(row);
        return catalogue;
    }

    /// <summary>All rows.</summary>
    public IReadOnlyCollection<TranscriptRow> Rows => _byPath.Values;

    /// <summary>Finds the row of each file, making new ones; a file that moved keeps its row.</summary>
    public List<TranscriptChange> Match(IReadOnlyList<TranscriptFile> files, ImportReport report)
    {
        var found = new List<TranscriptChange>(files.Count);
        var present = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        // New ids in the order the files were last written: what is newest by id is then newest by time.
        var order = files.ToArray();
        Array.Sort(order, static (a, b) => a.ModifiedNs != b.ModifiedNs ? a.ModifiedNs.CompareTo(b.ModifiedNs) : string.CompareOrdinal(a.Path, b.Path));
        foreach (var file in order)
        {
            if (!_byPath.TryGetValue(file.Path, out var row) && (row = Moved(file, present)) is not null)
            {
                report.Notice("renamed file");
                _byPath.Remove(row.Path);
                row.Path = file.Path;
                row.Renamed = true;
                row.AccountedNs = -1; // written again, though its bytes are known
                _byPath[file.Path] = row;
            }
            if (row is null) Add(row = new TranscriptRow { Id = ++_lastId, Agent = file.Agent, Path = file.Path });
            row.Missing = false;
            found.Add(new TranscriptChange(file, row));
        }
        return found;
    }

    /// <summary>True where several transcripts hold parts of one session.</summary>
    public HashSet<string> SharedSessions() => _byPath.Values.Where(r => r.SessionId.Length > 0).GroupBy(r => r.SessionId, StringComparer.Ordinal)
        .Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);

    private TranscriptRow? Moved(TranscriptFile file, HashSet<string> present) =>
        file.Inode != 0 && _byIdentity.TryGetValue(Identity(file.Device, file.Inode), out var row) && row.Agent == file.Agent
        && !present.Contains(row.Path) && !File.Exists(row.Path) && file.Size >= row.AccountedTo ? row : null;

    private static string Identity(long device, long inode) => $"{device}/{inode}";

    private void Add(TranscriptRow row)
    {
        _byPath[row.Path] = row;
        if (row.Inode != 0) _byIdentity[Identity(row.Device, row.Inode)] = row;
        _lastId = Math.Max(_lastId, row.Id);
    }
}
