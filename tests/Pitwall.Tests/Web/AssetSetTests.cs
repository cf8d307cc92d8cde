using System.Text;
using System.Text.RegularExpressions;
using Pitwall.Web.Assets;
using Pitwall.Web.Security;

namespace Pitwall.Tests.Web;

public sealed class AssetSetTests
{
    private readonly AssetSet _assets = new();

    [Fact]
    public void Url_CarriesTheHashOfAll()
    {
        Assert.Equal($"/assets/{_assets.Hash}/css/base.css", _assets.Url("css/base.css"));
        Assert.Equal(new AssetSet().Hash, _assets.Hash);
        Assert.Throws<ArgumentException>(() => _assets.Url("css/none.css"));
    }

    [Fact]
    public void EveryLibrary_HasItsLicence()
    {
        var folders = _assets.Paths.Where(p => p.StartsWith("lib/", StringComparison.Ordinal) && p.EndsWith(".js", StringComparison.Ordinal)).Select(p => p[..p.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(3, folders.Count);
        Assert.All(folders, folder => Assert.Contains($"{folder}/LICENSE", _assets.Paths));
    }

    [Fact]
    public void Modules_ImportOnlyWhatIsThere()
    {
        foreach (var path in Own(".js"))
        {
            foreach (Match import in Regex.Matches(Text(path), "(?:from|import) '\\./([^']+)'")) Assert.Contains("js/" + import.Groups[1].Value, _assets.Paths);
        }
    }

    [Fact]
    public void OwnScripts_DoNotPutHtmlOrCodeTogether() =>
        Assert.All(Own(".js"), path => Assert.DoesNotMatch(@"innerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|https?://", Text(path)));

    [Fact]
    public void Styles_LoadNothingFromElsewhere() => Assert.All(Own(".css"), path => Assert.DoesNotMatch(@"url\(|@import|https?:", Text(path)));

    [Fact]
    public void Styles_NameColoursOnlyInThePalette()
    {
        // Black and white stand for masks and for paper; everything else has a meaning and is a token.
        foreach (var path in Own(".css").Where(p => p != "css/tokens.css"))
            Assert.DoesNotMatch(@"(?<!light-dark\([^)]*)#(?!000\b|fff\b)[0-9a-f]{3,8}\b", Text(path));
    }

    [Fact]
    public void Policy_AllowsNothingInline()
    {
        Assert.DoesNotContain("unsafe", ContentSecurityPolicy.HeaderValue);
        Assert.StartsWith("default-src 'none'", ContentSecurityPolicy.HeaderValue);
    }

    private IEnumerable<string> Own(string extension) => _assets.Paths.Where(p => p.EndsWith(extension, StringComparison.Ordinal) && !p.StartsWith("lib/", StringComparison.Ordinal));

    private string Text(string path) => Encoding.UTF8.GetString(_assets.Find(path)!.Bytes);
}
