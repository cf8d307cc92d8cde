using FsCheck;
using FsCheck.Fluent;
using Pitwall.Sessions.Reading;

namespace Pitwall.Tests.Sessions.Reading;

public sealed class SnippetTests
{
    private static string Text(string text, string query) => string.Concat(Snippet.Make(text, SearchQuery.Parse(query)).Select(p => p.Text));

    [Fact]
    public void Make_LongText_ShowsTheFirstMatchWithWordsAround()
    {
        var text = string.Concat(Enumerable.Repeat("filler words here ", 200)) + "the needle is here" + string.Concat(Enumerable.Repeat(" more filler", 200));
        var snippet = Text(text, "needle");
        Assert.StartsWith("…", snippet);
        Assert.EndsWith("…", snippet);
        Assert.Contains("the needle is here", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 100, 210);
    }

    [Fact]
    public void Make_SecretAcrossTheCut_IsMaskedBeforeTheCut()
    {
        const string Key = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        for (var before = 0; before < 260; before++)
        {
            var snippet = Text($"needle {new string('x', before)} ghp_{Key} end", "needle");
            Assert.DoesNotContain(Key[..12], snippet, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Make_TerminalEscapes_AreGone() =>
        Assert.Equal("red needle next", Text("\u001b[31mred\u001b[0m needle\r\n\tnext\u0007", "needle"));

    [Fact]
    public void Make_WordInsideAnother_IsNotMarked()
    {
        var parts = Snippet.Make("cat concatenate cat", SearchQuery.Parse("\"cat\""));
        Assert.Equal(["cat", "cat"], parts.Where(p => p.Match).Select(p => p.Text));
    }

    [Fact]
    public void Make_AnyTextAndQuery_GivesCleanBoundedParts() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<string?, string?>((text, query) =>
        {
            var parts = Snippet.Make(text ?? "", SearchQuery.Parse(query ?? ""));
            return parts.Sum(p => p.Text.Length) <= 210 && parts.All(p => p.Text.Length > 0 && !p.Text.Any(char.IsControl));
        }));

    [Fact]
    public void Parse_ManyWordsAndMuchText_IsBounded()
    {
        Assert.InRange(SearchQuery.Parse(string.Concat(Enumerable.Repeat("word ", 1_000))).Terms.Count, 1, 16);
        Assert.InRange(SearchQuery.Parse(new string('x', 100_000)).Terms[0].Text.Length, 1, 512);
    }
}
