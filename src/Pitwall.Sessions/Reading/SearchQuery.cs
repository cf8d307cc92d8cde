using System.Text;

namespace Pitwall.Sessions.Reading;

/// <summary>One part of a search: a word or a phrase, cut into the tokens the index knows.</summary>
/// <param name="Text">As written, without quotes.</param>
/// <param name="Tokens">Lower-case runs of letters and digits, at least one.</param>
/// <param name="Prefix">The last token may go on: the person is still typing.</param>
/// <param name="Excluded">Records that hold it are left out.</param>
internal sealed record SearchTerm(string Text, IReadOnlyList<string> Tokens, bool Prefix, bool Excluded);

/// <summary>
/// What a person typed into the search box: words that must all be there, "phrases in quotes", -words that must not, and a
/// last word that may be unfinished. Whatever is typed is a valid search; the databases never see it as syntax.
/// </summary>
internal sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms)
{
    private const int MaxTerms = 16;
    private const int MaxLength = 512;

    // A prefix of one or two letters is most of the index.
    private const int MinPrefix = 3;

    /// <summary>There is nothing to look for: no words, or only excluded ones.</summary>
    public bool IsEmpty => !Terms.Any(term => !term.Excluded);

    /// <summary>Reads what was typed.</summary>
    public static SearchQuery Parse(string text)
    {
        text = AskedText.Clean(text.Length > MaxLength ? text[..MaxLength] : text);
        var terms = new List<SearchTerm>();
        var i = 0;
        while (i < text.Length && terms.Count < MaxTerms)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var excluded = text[i] == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            if (excluded) i++;
            var quoted = text[i] == '"';
            var start = quoted ? i + 1 : i;
            var end = start;
            while (end < text.Length && (quoted ? text[end] != '"' : !char.IsWhiteSpace(text[end]) && text[end] != '"')) end++;
            var last = end == text.Length;
            var term = text[start..end];
            i = quoted ? end + 1 : Math.Max(end, i + 1);
            var tokens = Tokenize(term);
            if (tokens.Count == 0) continue;
            var prefix = last && !quoted && !excluded && tokens[^1].Length >= MinPrefix && char.IsLetterOrDigit(term[^1]);
            terms.Add(new SearchTerm(term, tokens, prefix, excluded));
        }
        return new SearchQuery(terms);
    }

    /// <summary>The query in the language of SQLite's FTS5: every term quoted, so that nothing in it is an operator.</summary>
    public string ToFts5()
    {
        var sql = new StringBuilder();
        foreach (var term in Terms.Where(t => !t.Excluded))
        {
            if (sql.Length > 0) sql.Append(" AND ");
            AppendFts5(sql, term);
        }
        foreach (var term in Terms.Where(t => t.Excluded))
        {
            sql.Insert(0, '(').Append(") NOT ");
            AppendFts5(sql, term);
        }
        return sql.ToString();
    }

    /// <summary>
    /// The query as an SQL expression for PostgreSQL over parameters <c>@t0 …</c>; see <see cref="PostgresParameter"/>.
    /// </summary>
    public string ToPostgres() => string.Join(" && ", Terms.Select((term, i) =>
        (term.Excluded ? "!!" : "") + (term.Prefix ? $"to_tsquery('simple', @t{i})" : $"phraseto_tsquery('simple', @t{i})")));

    /// <summary>The value of parameter <c>@tN</c>.</summary>
    public static string PostgresParameter(SearchTerm term) =>
        term.Prefix ? $"'{term.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}':*" : term.Text;

    /// <summary>Lower-case runs of letters and digits: what the index cuts text into.</summary>
    internal static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (start < 0) start = i;
            }
            else if (start >= 0)
            {
                tokens.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }
        }
        return tokens;
    }

    private static void AppendFts5(StringBuilder sql, SearchTerm term)
    {
        sql.Append('"').AppendJoin(' ', term.Tokens).Append('"');
        if (term.Prefix) sql.Append(" *");
    }
}
