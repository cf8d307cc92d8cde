using System.Text.RegularExpressions;

namespace Pitwall.Tests.Web;

/// <summary>Looks at HTML the way a strict reader would: tags closed in order, ids used once, nothing inline that the policy refuses.</summary>
internal static partial class HtmlCheck
{
    private static readonly HashSet<string> s_void = new(StringComparer.Ordinal) { "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr" };

    public static void Valid(string html, bool page = true)
    {
        var open = new Stack<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match tag in Tag().Matches(Comment().Replace(html, "")))
        {
            var name = tag.Groups["name"].Value.ToLowerInvariant();
            var attributes = tag.Groups["attributes"].Value;
            if (tag.Groups["close"].Length > 0)
            {
                Assert.True(open.Count > 0 && open.Peek() == name, $"</{name}> closes <{(open.Count > 0 ? open.Peek() : "nothing")}> near: {Near(html, tag.Index)}");
                open.Pop();
                continue;
            }
            if (Id().Match(attributes) is { Success: true } id) Assert.True(ids.Add(id.Groups["id"].Value), $"id {id.Groups["id"].Value} is used twice");
            Assert.False(Inline().IsMatch(attributes), $"inline style or handler: {tag.Value}");
            Assert.False(name == "style", "inline style sheet");
            Assert.False(name == "script" && !attributes.Contains(" src=", StringComparison.Ordinal), "inline script");
            Assert.False(JavaScript().IsMatch(attributes), $"script in an address: {tag.Value}");
            if (!s_void.Contains(name) && tag.Groups["self"].Length == 0) open.Push(name);
        }
        Assert.True(open.Count == 0, $"never closed: {string.Join(' ', open)}");
        if (!page) return;
        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.Single(Regex.Matches(html, "<h1[ >]"));
        Assert.Contains("<title>", html);
    }

    private static string Near(string html, int at) => html[Math.Max(0, at - 120)..Math.Min(html.Length, at + 60)];

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<(?<close>/?)(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<attributes>(?:\\s+[^\\s=>\"/]+(?:=\"[^\"]*\")?)*)\\s*(?<self>/?)>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\sid=\"(?<id>[^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex("\\s(?:style|on\\w+)=\"", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("(?:href|src|action)=\"\\s*javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex JavaScript();
}
