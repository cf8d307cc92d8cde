using FsCheck;
using FsCheck.Fluent;
using Pitwall.Web.Diffs;

namespace Pitwall.Tests.Web;

public sealed class DiffTests
{
    [Fact]
    public void Compare_KeepsWhatIsCommonOnce() => Assert.Equal(
        [" a", "-b", "+B", "+b2", " c"],
        Lines(LineDiff.Compare("a\nb\nc\n", "a\nB\nb2\nc\n")));

    [Fact]
    public void Compare_LongUnchangedRuns_AreCounted()
    {
        var before = string.Join('\n', Enumerable.Range(1, 40));
        var lines = Lines(LineDiff.Compare("x\n" + before + "\ny", "X\n" + before + "\nY"));
        Assert.Equal(["-x", "+X", " 1", " 2", " 3", "@34 unchanged lines", " 38", " 39", " 40", "-y", "+Y"], lines);
    }

    [Fact]
    public void Compare_HugeTexts_DoesNotTryToBeClever()
    {
        var lines = LineDiff.Compare(string.Join('\n', Enumerable.Range(0, 5000)), string.Join('\n', Enumerable.Range(0, 5000).Select(i => -i - 1)));
        Assert.Equal(10_000, lines.Count);
    }

    [Fact]
    public void Compare_GivesBothTextsBack() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
        Gen.Elements("a", "b", "c").ArrayOf().ToArbitrary(), Gen.Elements("a", "b", "d").ArrayOf().ToArbitrary(),
        (old, now) =>
        {
            // Nothing is folded: the first lines differ, and four common lines after them are too few.
            string[] before = ["old", .. old.Take(4)], after = ["new", .. now.Take(4)];
            var lines = LineDiff.Compare(string.Join('\n', before), string.Join('\n', after));
            return lines.Where(l => l.Kind != DiffKind.Added).Select(l => l.Text).SequenceEqual(before)
                && lines.Where(l => l.Kind != DiffKind.Removed).Select(l => l.Text).SequenceEqual(after);
        }));

    [Fact]
    public void Parse_BeginPatch_ReadsEachFile()
    {
        var files = PatchText.Parse("""
            *** Begin Patch
            *** Update File: src/a.cs
            *** Move to: src/b.cs
            @@ class A
             same
            -old
            +new
            *** Add File: c.txt
            +one
            *** Delete File: d.txt
            *** End Patch
            """);
        Assert.Equal([("src/a.cs → src/b.cs", "move", 1, 1), ("c.txt", "create", 1, 0), ("d.txt", "delete", 0, 0)], files.Select(f => (f.Path, f.Verb, f.Added, f.Removed)));
        Assert.Equal(["@class A", " same", "-old", "+new"], Lines(files[0].Lines));
    }

    [Fact]
    public void Parse_Unified_CountsHunkLines()
    {
        var files = PatchText.Parse("""
            diff --git a/x.sql b/x.sql
            index 1..2 100644
            --- a/x.sql
            +++ b/x.sql
            @@ -1,2 +1,2 @@
            --- a comment that goes
            +-- a comment that stays
             select 1
            diff --git a/y b/y
            new file mode 100644
            --- /dev/null
            +++ b/y
            @@ -0,0 +1 @@
            +y
            """);
        Assert.Equal([("x.sql", "edit", 1, 1), ("y", "create", 1, 0)], files.Select(f => (f.Path, f.Verb, f.Added, f.Removed)));
    }

    [Fact]
    public void Parse_PlainUnified_TwoFiles() => Assert.Equal(
        ["a.txt", "b.txt"],
        PatchText.Parse("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-1\n+2\n--- a/b.txt\t2026-11-21\n+++ b/b.txt\t2026-11-21\n@@ -1 +1 @@\n-1\n+2\n").Select(f => f.Path));

    [Theory]
    [InlineData("just text")]
    [InlineData("--- not a diff\nat all")]
    [InlineData("@@ -x,y +z @@")]
    [InlineData("*** Begin Patch")]
    [InlineData("")]
    public void Parse_NoPatch_GivesNoLines(string text) => Assert.DoesNotContain(PatchText.Parse(text), f => f.Lines.Any(l => l.Kind != DiffKind.Place));

    private static IEnumerable<string> Lines(IReadOnlyList<DiffLine> lines) =>
        lines.Select(l => (l.Kind switch { DiffKind.Added => "+", DiffKind.Removed => "-", DiffKind.Place => "@", _ => " " }) + l.Text);
}
