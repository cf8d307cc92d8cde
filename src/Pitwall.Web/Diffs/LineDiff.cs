namespace Pitwall.Web.Diffs;

/// <summary>Compares two texts line by line.</summary>
public static class LineDiff
{
    /// <summary>Unchanged lines kept around a change; longer runs are left out and counted.</summary>
    public const int Context = 3;

    // Cells of the table that finds the longest common subsequence: 2,000 by 2,000 lines, 8 MB for a moment.
    private const long MaxCells = 4_000_000;

    /// <summary>The lines of both texts, what is common once.</summary>
    public static IReadOnlyList<DiffLine> Compare(string before, string after)
    {
        var old = Split(before);
        var now = Split(after);
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        var lines = new List<DiffLine>(old.Length + now.Length);
        for (var i = 0; i < head; i++) lines.Add(new(DiffKind.Same, old[i]));
        Middle(old.AsSpan(head, old.Length - head - tail), now.AsSpan(head, now.Length - head - tail), lines);
        for (var i = old.Length - tail; i < old.Length; i++) lines.Add(new(DiffKind.Same, old[i]));
        return Fold(lines);
    }

    /// <summary>Every line of a new text, as added.</summary>
    public static IReadOnlyList<DiffLine> All(string text, DiffKind kind) => [.. Split(text).Select(line => new DiffLine(kind, line))];

    internal static string[] Split(string text)
    {
        if (text.Length == 0) return [];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static void Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> now, List<DiffLine> lines)
    {
        if ((long)old.Length * now.Length > MaxCells || old.Length > ushort.MaxValue || now.Length > ushort.MaxValue)
        {
            foreach (var line in old) lines.Add(new(DiffKind.Removed, line));
            foreach (var line in now) lines.Add(new(DiffKind.Added, line));
            return;
        }
        var common = CommonLengths(old, now);
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add(new(DiffKind.Same, old[i++]));
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1])) lines.Add(new(DiffKind.Removed, old[i++]));
            else lines.Add(new(DiffKind.Added, now[j++]));
        }
    }

    private static ushort[,] CommonLengths(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var common = new ushort[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        return common;
    }

    private static List<DiffLine> Fold(List<DiffLine> lines)
    {
        var folded = new List<DiffLine>(lines.Count);
        for (var start = 0; start < lines.Count;)
        {
            var end = start;
            while (end < lines.Count && lines[end].Kind == DiffKind.Same) end++;
            if (end == start)
            {
                folded.Add(lines[start++]);
                continue;
            }
            var before = start == 0 ? 0 : Context;
            var after = end == lines.Count ? 0 : Context;
            var hidden = end - start - before - after;
            if (hidden < 2) folded.AddRange(lines[start..end]);
            else
            {
                folded.AddRange(lines[start..(start + before)]);
                folded.Add(new(DiffKind.Place, $"{hidden} unchanged lines"));
                folded.AddRange(lines[(end - after)..end]);
            }
            start = end;
        }
        return folded;
    }
}
