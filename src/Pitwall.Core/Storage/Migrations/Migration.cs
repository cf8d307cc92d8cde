using System.Security.Cryptography;
using System.Text;

namespace Pitwall.Core.Storage;

/// <summary>One numbered step of a part's schema, in the text for one database. The text is read when it is needed.</summary>
/// <param name="version">1 and up, without a meaning for gaps.</param>
/// <param name="name">File name, such as <c>0001_sessions.sqlite.sql</c>.</param>
/// <param name="read">Gives the text.</param>
internal sealed class Migration(long version, string name, Func<string> read)
{
    private string? _sql;
    private string? _checksum;

    /// <summary>1 and up, without a meaning for gaps.</summary>
    public long Version { get; } = version;

    /// <summary>File name, such as <c>0001_sessions.sqlite.sql</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Statements, separated by semicolons.</summary>
    public string Sql => _sql ??= read().ReplaceLineEndings("\n");

    /// <summary>SHA-256 of the text with plain line ends, in hexadecimal.</summary>
    public string Checksum => _checksum ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}
