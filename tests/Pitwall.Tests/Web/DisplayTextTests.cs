using FsCheck;
using FsCheck.Fluent;
using Pitwall.Core.Text;

namespace Pitwall.Tests.Web;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain\n\ttext", "plain\n\ttext")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b[1;38;5;200mx\u001b[K", "x")]
    [InlineData("\u001b]0;title\u0007after", "after")]
    [InlineData("\u001b]8;;https://evil\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001b]0;never ends\nnext line", "\nnext line")]
    [InlineData("\u001bP1$r\u001b\\done", "done")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b(Btext", "text")]
    [InlineData("\u001b", "")]
    [InlineData("a\u001b[", "a")]
    [InlineData("bell\a back\b null\0", "bell back null")]
    [InlineData("one\r\ntwo", "one\ntwo")]
    [InlineData("rm -rf /\rls", "rm -rf /\nls")]
    [InlineData("if (\u202eadmin\u2066)", "if (admin)")]
    [InlineData("whole \ud83d\ude80", "whole \ud83d\ude80")]
    public void Clean_RemovesWhatIsNotText(string text, string expected) => Assert.Equal(expected, DisplayText.Clean(text));

    [Fact]
    public void Clean_OfCleanText_IsTheSameInstance()
    {
        var text = "nothing to do\n";
        Assert.Same(text, DisplayText.Clean(text));
        Assert.Equal("", DisplayText.Clean(null));
    }

    [Fact]
    public void Clean_OfAnything_HasNoControlsAndIsStable() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
        ArbMap.Default.ArbFor<string[]>(),
        parts =>
        {
            var clean = DisplayText.Clean(string.Join('\u001b', parts.Select(p => p + "]\u009b[\r")));
            return clean.All(c => !char.IsControl(c) || c is '\n' or '\t') && DisplayText.Clean(clean) == clean;
        }));

    [Fact]
    public void Clean_HalfACharacter_BecomesTheReplacement() => Assert.Equal("half \ufffd of it", DisplayText.Clean("half \ud83d of it"));

    [Fact]
    public void OneLine_FoldsWhiteSpace() => Assert.Equal("a b c", DisplayText.OneLine("  a\n\n\tb   c \n"));

    [Fact]
    public void Clip_DoesNotCutACharacterInHalf()
    {
        Assert.Equal("abc", DisplayText.Clip("abc", 3));
        Assert.Equal("ab…", DisplayText.Clip("abcd", 3));
        Assert.Equal("a…", DisplayText.Clip("a\ud83d\ude80bc", 3));
    }
}
