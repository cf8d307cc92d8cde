using Pitwall.Core.Text;

namespace Pitwall.Sessions.Transcripts.Timeline;

/// <summary>
/// Text on its way into the store: secrets masked, NUL characters (which PostgreSQL refuses) and lone surrogates
/// replaced, long text cut in the middle. The transcript keeps the whole.
/// </summary>
internal static class Stored
{
    /// <summary>Text of at most <paramref name="most"/> characters; of a longer one the beginning and the end stay.</summary>
    public static string Text(string text, int most)
    {
        // Masked first: a secret that lies across the cut would not be recognised after it.
        text = SecretMask.Apply(text);
        if (text.Length > most)
        {
            var head = Boundary(text, most * 2 / 3);
            var tail = Boundary(text, text.Length - most / 3);
            text = string.Concat(text.AsSpan(0, head), $"\n… {tail - head:N0} characters left out …\n", text.AsSpan(tail));
        }
        return Whole(text);
    }

    /// <summary>One line: line breaks become spaces, cut at the end.</summary>
    public static string Line(string text, int most)
    {
        // Far beyond what is kept nothing need be looked at.
        if (text.Length > most + 2_000) text = text[..Boundary(text, most + 2_000)];
        text = SecretMask.Apply(text);
        if (text.Length > most) text = string.Concat(text.AsSpan(0, Boundary(text, most)), "…");
        if (text.AsSpan().ContainsAny('\n', '\r', '\t')) text = text.Replace("\r\n", " ").Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
        return Whole(text).Trim();
    }

    private static string Whole(string text)
    {
        if (text.Contains('\0')) text = text.Replace('\0', '\uFFFD');
        return HasLoneSurrogate(text) ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) : text;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }
        return false;
    }

    private static int Boundary(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
