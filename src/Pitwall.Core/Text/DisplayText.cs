using System.Text;

namespace Pitwall.Core.Text;

/// <summary>
/// Makes text of unknown origin fit to be shown: no terminal escapes, no control characters, no characters that
/// reorder what a reader sees. What is left reads the same for a person as it does for a program.
/// </summary>
public static class DisplayText
{
    private const char Escape = '\u001b';

    /// <summary>Removes escape sequences and control characters; keeps line feeds and tabs.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <returns>The same instance where there was nothing to remove.</returns>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var first = FirstUnsafe(text);
        if (first < 0) return text;
        var clean = new StringBuilder(text.Length);
        clean.Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (c == Escape || IsC1Introducer(c)) i = EndOfSequence(text, i);
            else if (c == '\r')
            {
                // A lone return hides what stood on the line before it in a terminal; here both stay readable.
                if (i + 1 >= text.Length || text[i + 1] != '\n') clean.Append('\n');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) clean.Append('\ufffd');
            else if (!IsRemoved(c)) clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>Cleaned text on one line: runs of white space become one space.</summary>
    public static string OneLine(string? text)
    {
        var clean = Clean(text);
        if (!clean.AsSpan().ContainsAny('\n', '\t') && !clean.Contains("  ", StringComparison.Ordinal)) return clean.Trim();
        var line = new StringBuilder(clean.Length);
        foreach (var c in clean)
        {
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>At most <paramref name="length"/> characters, the last one an ellipsis where something was cut.</summary>
    public static string Clip(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = Math.Max(0, length - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static int FirstUnsafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' || char.IsSurrogate(c) || IsRemoved(c)) return i;
        }
        return -1;
    }

    // C0 and C1 controls, and the bidirectional overrides and isolates that show source text in another order than it runs.
    private static bool IsRemoved(char c) =>
        (c < ' ' && c is not ('\n' or '\t')) || (c >= '\u007f' && c <= '\u009f') || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';

    private static bool IsC1Introducer(char c) => c is '\u0090' or '\u0098' or '\u009b' or '\u009d' or '\u009e' or '\u009f';

    // Index of the last character of the sequence that starts at start.
    private static int EndOfSequence(string text, int start)
    {
        var i = start;
        var kind = text[i];
        if (kind == Escape)
        {
            if (++i >= text.Length) return start;
            kind = text[i];
            if (kind is >= ' ' and <= '/') return EndOfIntermediates(text, i);
        }
        return kind switch
        {
            '[' or '\u009b' => EndOfControlSequence(text, i),
            ']' or 'P' or 'X' or '^' or '_' or '\u009d' or '\u0090' or '\u0098' or '\u009e' or '\u009f' => EndOfString(text, i),
            '\n' or '\r' or '\t' or Escape => i - 1,
            _ => i,
        };
    }

    private static int EndOfIntermediates(string text, int i)
    {
        while (i < text.Length && text[i] is >= ' ' and <= '/') i++;
        return i < text.Length && text[i] is >= '0' and <= '~' ? i : i - 1;
    }

    private static int EndOfControlSequence(string text, int i)
    {
        for (i++; i < text.Length; i++)
        {
            if (text[i] is >= '@' and <= '~') return i;
            if (text[i] is < ' ' or > '?') return i - 1;
        }
        return i - 1;
    }

    // Strings (titles, links) end with BEL or ST. One that never ends may swallow its own line only, not the rest of the text.
    private static int EndOfString(string text, int i)
    {
        for (i++; i < text.Length; i++)
        {
            if (text[i] is '\a' or '\u009c') return i;
            if (text[i] == Escape) return i + 1 < text.Length && text[i + 1] == '\\' ? i + 1 : i - 1;
            if (text[i] is '\n' or '\r') return i - 1;
        }
        return i - 1;
    }
}
