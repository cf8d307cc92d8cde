namespace Pitwall.Web.Diffs;

/// <summary>What happened to a line.</summary>
public enum DiffKind
{
    /// <summary>Unchanged.</summary>
    Same,

    /// <summary>New.</summary>
    Added,

    /// <summary>Gone.</summary>
    Removed,

    /// <summary>Not a line but a place: the head of a hunk, or how many lines are left out.</summary>
    Place,
}

/// <summary>One line of a diff, without its sign.</summary>
public readonly record struct DiffLine(DiffKind Kind, string Text);

/// <summary>The changes to one file.</summary>
/// <param name="Path">File.</param>
/// <param name="Verb">edit, create, delete or move.</param>
/// <param name="Lines">Lines in order.</param>
public sealed record FileDiff(string Path, string Verb, IReadOnlyList<DiffLine> Lines)
{
    /// <summary>Lines added.</summary>
    public int Added => Lines.Count(l => l.Kind == DiffKind.Added);

    /// <summary>Lines removed.</summary>
    public int Removed => Lines.Count(l => l.Kind == DiffKind.Removed);
}
