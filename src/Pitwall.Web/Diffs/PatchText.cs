namespace Pitwall.Web.Diffs;

/// <summary>Reads patches that agents and version control write: unified diffs and the <c>*** Begin Patch</c> form.</summary>
public static class PatchText
{
    private const string Begin = "*** Begin Patch";

    /// <summary>Whether a text holds a patch of either form.</summary>
    public static bool IsPatch(string text) => text.Contains(Begin, StringComparison.Ordinal) || IsUnified(text);

    /// <summary>The files of a patch; empty where the text is none. Never throws.</summary>
    public static IReadOnlyList<FileDiff> Parse(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        if (begin >= 0) return ParseApplied(text[begin..]);
        return IsUnified(text) ? ParseUnified(text) : [];
    }

    private static bool IsUnified(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (!start.StartsWith("diff --git ", StringComparison.Ordinal) && !start.StartsWith("--- ", StringComparison.Ordinal)
            && !start.StartsWith("@@ -", StringComparison.Ordinal) && !start.StartsWith("Index: ", StringComparison.Ordinal)) return false;
        return text.Contains("\n@@ -", StringComparison.Ordinal) || start.StartsWith("@@ -", StringComparison.Ordinal);
    }

    // *** Begin Patch / *** Update File: src/a.cs / *** Move to: src/b.cs / @@ place / " same" "-old" "+new" / *** End Patch
    private static List<FileDiff> ParseApplied(string text)
    {
        var files = new Files();
        foreach (var line in LineDiff.Split(text).Skip(1))
        {
            if (line.StartsWith("*** End Patch", StringComparison.Ordinal)) break;
            if (Rest(line, "*** Update File: ") is { } updated) files.Start(updated, "edit");
            else if (Rest(line, "*** Add File: ") is { } added) files.Start(added, "create");
            else if (Rest(line, "*** Delete File: ") is { } deleted) files.Start(deleted, "delete");
            else if (Rest(line, "*** Move to: ") is { } moved) files.Rename(moved);
            else if (line.StartsWith("*** ", StringComparison.Ordinal)) continue;
            else if (line.StartsWith("@@", StringComparison.Ordinal)) files.Place(line.Trim('@', ' '));
            else files.Line(line);
        }
        return files.Done();
    }

    private static List<FileDiff> ParseUnified(string text)
    {
        var files = new Files();
        // Lines of each side that the hunk still has to come: "--- x" inside a hunk is a removed line, after it a file's head.
        int before = 0, after = 0;
        foreach (var line in LineDiff.Split(text))
        {
            if (before > 0 || after > 0)
            {
                if (line.StartsWith('\\')) continue;
                if (!line.StartsWith('+')) before--;
                if (!line.StartsWith('-')) after--;
                files.Line(line);
            }
            else if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                var at = line.LastIndexOf(" b/", StringComparison.Ordinal);
                files.Start(at < 0 ? line : line[(at + 3)..], "edit");
            }
            else if (line.StartsWith("new file", StringComparison.Ordinal)) files.Become("create");
            else if (line.StartsWith("deleted file", StringComparison.Ordinal)) files.Become("delete");
            else if (Rest(line, "--- ") is { } old) files.Head(WithoutSide(old, "a/"));
            else if (Rest(line, "+++ ") is { } now) files.Name(WithoutSide(now, "b/"));
            else if (line.StartsWith("@@ -", StringComparison.Ordinal))
            {
                (before, after) = HunkSize(line);
                files.Place(line.Trim('@', ' '));
            }
        }
        return files.Done();
    }

    // "@@ -12,5 +12,6 @@ method" : 5 and 6. A count that is left out is 1.
    private static (int Before, int After) HunkSize(string line)
    {
        var parts = line.Split(' ');
        return parts.Length < 3 ? (0, 0) : (Size(parts[1]), Size(parts[2]));

        static int Size(string range)
        {
            var comma = range.IndexOf(',', StringComparison.Ordinal);
            return comma < 0 ? 1 : int.TryParse(range.AsSpan(comma + 1), System.Globalization.CultureInfo.InvariantCulture, out var n) ? Math.Max(n, 0) : 0;
        }
    }

    private static string WithoutSide(string path, string side)
    {
        var tab = path.IndexOf('\t', StringComparison.Ordinal);
        if (tab >= 0) path = path[..tab];
        return path.StartsWith(side, StringComparison.Ordinal) ? path[2..] : path;
    }

    private static string? Rest(string line, string prefix) => line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..].Trim() : null;

    private sealed class Files
    {
        private readonly List<FileDiff> _files = [];
        private List<DiffLine> _lines = [];
        private string _path = "", _verb = "edit";
        private bool _open;

        public void Start(string path, string verb)
        {
            Close();
            (_path, _verb, _open) = (path, verb, true);
        }

        // The head of a file that no "diff --git" line has announced, as diff -u writes it.
        public void Head(string path)
        {
            if (!_open || _lines.Count > 0) Start("", "edit");
            if (_path.Length == 0 && path != "/dev/null") _path = path;
        }

        public void Name(string path)
        {
            if (path != "/dev/null") _path = path;
            _open = true;
        }

        public void Become(string verb) => _verb = verb;

        public void Rename(string path) => (_path, _verb) = ($"{_path} → {path}", "move");

        public void Place(string text)
        {
            _open = true;
            if (text.Length > 0 || _lines.Count > 0) _lines.Add(new(DiffKind.Place, text));
        }

        public void Line(string line)
        {
            if (!_open) return;
            _lines.Add(line.Length == 0 ? new(DiffKind.Same, "") : line[0] switch
            {
                '+' => new(DiffKind.Added, line[1..]),
                '-' => new(DiffKind.Removed, line[1..]),
                ' ' => new(DiffKind.Same, line[1..]),
                _ => new DiffLine(DiffKind.Same, line),
            });
        }

        public List<FileDiff> Done()
        {
            Close();
            return _files;
        }

        private void Close()
        {
            if (_open) _files.Add(new FileDiff(_path, _verb, _lines));
            (_lines, _path, _verb, _open) = ([], "", "edit", false);
        }
    }
}
