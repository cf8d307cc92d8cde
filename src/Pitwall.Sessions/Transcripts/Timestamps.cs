using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Reads RFC 3339 times into unix milliseconds.</summary>
internal static class Timestamps
{
    /// <summary>Unix milliseconds of a time such as <c>2026-11-20T11:32:30.574Z</c>; null where it is none.</summary>
    public static long? ParseMs(ReadOnlySpan<byte> text)
    {
        // Every agent writes this one shape; anything else takes the slow way.
        if (text.Length == 24 && text[23] == 'Z' && text[10] == 'T' && text[19] == '.'
            && Utf8Parser.TryParse(text[..4], out int year, out var n) && n == 4
            && Two(text[5..]) is var month and >= 1 and <= 12
            && Two(text[8..]) is var day and >= 1
            && Two(text[11..]) is var hour and >= 0 and <= 23
            && Two(text[14..]) is var minute and >= 0 and <= 59
            && Two(text[17..]) is var second and >= 0 and <= 59
            && Utf8Parser.TryParse(text.Slice(20, 3), out int ms, out n) && n == 3
            && year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month))
        {
            return new DateTimeOffset(year, month, day, hour, minute, second, ms, TimeSpan.Zero).ToUnixTimeMilliseconds();
        }
        return text.Length <= 64 ? ParseMs(System.Text.Encoding.UTF8.GetString(text)) : null;
    }

    /// <summary>Unix milliseconds of any RFC 3339 time; null where it is none.</summary>
    public static long? ParseMs(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : null;

    /// <summary>The time in a member of an object; null where it is absent or no time.</summary>
    public static long? Get(JsonElement element, string name) => element.Str(name) is { Length: > 0 } text ? ParseMs(text) : null;

    private static int Two(ReadOnlySpan<byte> digits) =>
        char.IsAsciiDigit((char)digits[0]) && char.IsAsciiDigit((char)digits[1]) ? (digits[0] - '0') * 10 + digits[1] - '0' : -1;
}
