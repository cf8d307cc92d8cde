using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pitwall.Web.Markdown;

namespace Pitwall.Tests.Web;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)> text")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<!-- <iframe src=//evil> -->")]
    [InlineData("```html\n<script>alert(1)</script>\n```")]
    public void Render_Html_IsShownNotObeyed(string markdown)
    {
        var html = Html(markdown);
        Assert.Contains("&lt;", html);
        Assert.DoesNotMatch("<(script|img|iframe|a )", html);
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt:alert(1))")]
    [InlineData("[click](java&#x09;script:alert(1))")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[click](vbscript:x)")]
    [InlineData("[click](file:///etc/passwd)")]
    [InlineData("[click](//evil.example/x)")]
    [InlineData("[click](/api/anything)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[click][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("![click](javascript:alert(1))")]
    public void Render_UnsafeLink_KeepsItsTextOnly(string markdown) => Assert.DoesNotContain("href", Html(markdown));

    [Theory]
    [InlineData("[a](https://example.com/x)", "https://example.com/x")]
    [InlineData("https://example.com/x", "https://example.com/x")]
    [InlineData("<mail@example.com>", "mailto:mail@example.com")]
    public void Render_SafeLink_TellsItsTargetNothing(string markdown, string href)
    {
        var html = Html(markdown);
        Assert.Contains($"href=\"{href}\"", html);
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", html);
    }

    [Fact]
    public void Render_Picture_IsALinkAndNotLoaded()
    {
        var html = Html("![chart](https://tracker.example/p.png \"t\")");
        Assert.DoesNotContain("<img", html);
        Assert.Contains("Picture: chart", html);
        Assert.DoesNotContain("<a", Html("[![x](https://a.example/b.png)](javascript:alert(1))").Replace("<a href=\"https://a.example", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_PictureInALink_IsOneLink() => Assert.Single(Regex.Matches(Html("[![x](https://a.example/b.png)](https://a.example/c)"), "<a "));

    [Fact]
    public void Render_Table_HasNoStyleAttributes()
    {
        var html = Html("| a | b |\n|--:|:-:|\n| 1 | 2 |");
        Assert.Contains("class=\"right\"", html);
        Assert.DoesNotContain("style=", html);
    }

    [Fact]
    public void Render_Headings_StayBelowThoseOfThePage() => Assert.Contains("<h3>Top</h3>", Html("# Top"));

    [Fact]
    public void Render_DeepNesting_FallsBackToPlainText() => Assert.Contains("&gt;&gt;", Html(new string('>', 20_000) + " x"));

    [Fact]
    public void Render_VeryLongText_IsPlain() => Assert.StartsWith("<pre", Html(new string('*', SafeMarkdown.MaxLength + 1)));

    [Fact]
    public void Render_Anything_HasOnlyTagsOfOurs() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
        Gen.Elements("<script>", "</p>", "[x](", "javascript:", ")", "![", "]", "`", "\n", "| a |", "---", "<b onclick=x>", "&lt;", "https://e.example", "*", "# ", "> ", "\u001b[1m", "<!--", "\"", "'").ArrayOf().ToArbitrary(),
        parts =>
        {
            var html = Html(string.Concat(parts));
            return !Regex.IsMatch(html, "<(?!/?(p|a|em|strong|del|code|pre|h[3-6]|ul|ol|li|input|blockquote|hr|br|table|thead|tbody|tr|th|td)\\b)")
                && !Regex.IsMatch(html, "<[^>]*\\b(on\\w+|style|src)=") && !Regex.IsMatch(html, "href=\"(?!https://|mailto:)");
        }));

    private static string Html(string markdown) => SafeMarkdown.Render(markdown).Value;
}
