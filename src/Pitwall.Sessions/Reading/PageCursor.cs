using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Pitwall.Sessions.Reading;

/// <summary>
/// Where the next page of a list begins: the order it was read in, the key and the id of the last row. Opaque to
/// whoever holds it; a cursor is good only for the order it came from.
/// </summary>
internal readonly record struct PageCursor(string Order, long Key, string Id)
{
    /// <summary>The cursor as text that fits a URL as it is.</summary>
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Order} {Key} {Id}")));

    /// <summary>Reads a cursor back; null and empty mean the first page.</summary>
    /// <exception cref="BadCursorException">It is not one of ours, or of another order.</exception>
    public static PageCursor? Decode(string? text, string order)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length > 1024 || !Base64Url.IsValid(text)) throw new BadCursorException();
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 3);
        if (parts.Length != 3 || parts[0] != order || parts[2].Contains('\0') || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
            throw new BadCursorException();
        return new PageCursor(order, key, parts[2]);
    }
}

/// <summary>A cursor that was not given out for this list. The message says what to do.</summary>
public sealed class BadCursorException : Exception
{
    /// <summary>Creates it.</summary>
    public BadCursorException()
        : base("The cursor does not belong to this list. Leave it out to begin at the first page; pass on 'next' as it was given, with the same sort order.")
    {
    }
}
