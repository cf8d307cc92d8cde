using System.Text;

namespace Pitwall.Core.Storage;

/// <summary>
/// Text as both databases can keep it: without NUL (PostgreSQL refuses it) and without half surrogate pairs (no UTF-8 form).
/// Cleaned on both, so that a copy from one to the other is identical.
/// </summary>
internal static class StoredText
{
    /// <summary>The same string when it is clean, which is nearly always.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOf('\0') >= 0)
            text = text.Replace("\0", "", StringComparison.Ordinal);
        return HasLoneSurrogate(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }

    private static bool HasLoneSurrogate(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return false;
        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            at++;
        }
        return false;
    }
}
