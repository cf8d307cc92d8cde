using System.Security.Cryptography;
using System.Text;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Ids that come from a file are text of any length; what the store indexes must be short.</summary>
internal static class Ids
{
    private const int Longest = 200;

    /// <summary>The id itself, or of a longer one its beginning and a hash of the whole.</summary>
    public static string Bounded(string id)
    {
        if (id.Contains('\0')) id = id.Replace('\0', '\uFFFD');
        // Ids stand in addresses, where an escaped slash would be taken for a real one.
        if (id.Contains('%')) id = id.Replace('%', '_');
        return id.Length <= Longest ? id : string.Concat(id.AsSpan(0, 120), "#", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))));
    }
}
