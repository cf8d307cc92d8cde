using System.Text;

namespace Pitwall.Sessions.Reading;

/// <summary>Text a caller gave, fit to be a parameter: PostgreSQL takes no NUL, and half a surrogate pair has no UTF-8 form.</summary>
internal static class AskedText
{
    /// <summary>The same string where there is nothing to take out, which is nearly always.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0')) return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
    }
}
