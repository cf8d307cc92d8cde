using Pitwall.Core.Text;

namespace Pitwall.Sessions.Reading;

/// <summary>Cuts the piece of a text that shows why it was found.</summary>
internal static class Snippet
{
    private const int Before = 60;
    private const int Length = 200;

    /// <summary>About 200 characters around the first match, in parts. Secrets are masked before the cut, so that none is cut apart and missed.</summary>
    public static IReadOnlyList<SnippetPart> Make(string text, SearchQuery query)
    {
        text = SecretMask.Apply(text);
        var at = First(text, query);
        var start = Start(text, at);
        // Twice the length: escapes and runs of blanks are still to go.
        var end = Math.Min(text.Length, start + (2 * Length));
        if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
        var piece = DisplayText.OneLine(text[start..end]);
        var cut = end < text.Length || piece.Length > Length;
        if (piece.Length > Length) piece = DisplayText.Clip(piece, Length);
        else if (cut) piece += "…";
        return Mark(start > 0 ? "…" + piece : piece, query);
    }

    /// <summary>Where the first of the terms stands, or 0.</summary>
    private static int First(string text, SearchQuery query)
    {
        var first = int.MaxValue;
        foreach (var term in query.Terms.Where(t => !t.Excluded))
        {
            var whole = IndexOf(text, term.Text, term.Prefix);
            // A phrase may be written with other signs between its words: then its first word has to do.
            if (whole < 0) whole = IndexOf(text, term.Tokens[0], term.Prefix && term.Tokens.Count == 1);
            if (whole >= 0) first = Math.Min(first, whole);
        }
        return first == int.MaxValue ? 0 : first;
    }

    private static int IndexOf(string text, string word, bool prefix)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (!Inside(text, at) && (prefix || !Inside(text, at + word.Length))) return at;
        return -1;
    }

    /// <summary>Whether a position stands between two characters of one word.</summary>
    private static bool Inside(string text, int at) =>
        at > 0 && at < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]);

    private static int Start(string text, int match)
    {
        var start = Math.Max(0, match - Before);
        if (start == 0) return 0;
        // Begin with a whole word where one begins nearby.
        while (start < match && !char.IsWhiteSpace(text[start - 1])) start++;
        return start == match ? Whole(text, Math.Max(0, match - Before)) : start;
    }

    private static int Whole(string text, int at) => at > 0 && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    private static List<SnippetPart> Mark(string piece, SearchQuery query)
    {
        var words = query.Terms.Where(t => !t.Excluded).ToList();
        var parts = new List<SnippetPart>();
        var plain = 0;
        for (var i = 0; i < piece.Length;)
        {
            var start = i;
            while (i < piece.Length && char.IsLetterOrDigit(piece[i])) i++;
            if (i == start)
            {
                i++;
                continue;
            }
            if (!words.Any(term => Matches(piece.AsSpan(start, i - start), term))) continue;
            if (start > plain) parts.Add(new SnippetPart(piece[plain..start], false));
            parts.Add(new SnippetPart(piece[start..i], true));
            plain = i;
        }
        if (plain < piece.Length) parts.Add(new SnippetPart(piece[plain..], false));
        return parts;
    }

    private static bool Matches(ReadOnlySpan<char> word, SearchTerm term)
    {
        for (var i = 0; i < term.Tokens.Count; i++)
        {
            if (word.Equals(term.Tokens[i], StringComparison.OrdinalIgnoreCase)) return true;
            if (term.Prefix && i == term.Tokens.Count - 1 && word.StartsWith(term.Tokens[i], StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
