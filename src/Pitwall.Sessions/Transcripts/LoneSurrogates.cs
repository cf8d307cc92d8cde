using System.Globalization;
using System.Text;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Replaces <c>\uD83D</c>-style escapes that lack their other half, which no decoder accepts.</summary>
internal static class LoneSurrogates
{
    /// <summary>JSON text with each half escape replaced by <c>\uFFFD</c>.</summary>
    public static string Mend(string json)
    {
        var mended = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\' || i + 1 >= json.Length) { mended.Append(json[i]); continue; }
            if (json[i + 1] != 'u') { mended.Append(json[i]).Append(json[i + 1]); i++; continue; }
            if (Unit(json, i) is not { } unit || !char.IsSurrogate(unit)) { mended.Append(json, i, 2); i++; continue; }
            if (char.IsHighSurrogate(unit) && Unit(json, i + 6) is { } low && char.IsLowSurrogate(low)) { mended.Append(json, i, 12); i += 11; continue; }
            mended.Append("\\uFFFD");
            i += 5;
        }
        return mended.ToString();
    }

    private static char? Unit(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
