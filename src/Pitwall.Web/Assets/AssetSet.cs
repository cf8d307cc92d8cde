using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Pitwall.Web.Assets;

/// <summary>
/// The styles, scripts and libraries of the pages, read once from the assembly. All share one hash, which is part of
/// every address: a new build has new addresses, so browsers may keep what they have for ever, and scripts may import
/// each other by relative paths.
/// </summary>
public sealed class AssetSet
{
    /// <summary>Path under which assets are served.</summary>
    public const string Root = "/assets";

    private const string Prefix = "wwwroot/";
    private readonly FrozenDictionary<string, Asset> _assets;

    /// <summary>Reads the embedded files.</summary>
    public AssetSet()
    {
        var assembly = typeof(AssetSet).Assembly;
        var assets = new SortedDictionary<string, Asset>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            // Built on Windows the names have back slashes.
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            path = path[Prefix.Length..];
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(bytes);
            assets[path] = new Asset(bytes, ContentType(path));
        }
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
        _assets = assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Twelve hexadecimal digits that change with any asset.</summary>
    public string Hash { get; }

    /// <summary>Paths of all assets, such as <c>css/base.css</c>.</summary>
    public IEnumerable<string> Paths => _assets.Keys;

    /// <summary>Address of an asset.</summary>
    /// <exception cref="ArgumentException">There is no such asset: a mistake in a page, not in a request.</exception>
    public string Url(string path) => _assets.ContainsKey(path) ? $"{Root}/{Hash}/{path}" : throw new ArgumentException($"No asset {path}", nameof(path));

    internal Asset? Find(string path) => _assets.GetValueOrDefault(path);

    private static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "text/plain; charset=utf-8",
    };

    internal sealed record Asset(byte[] Bytes, string ContentType);
}
