using System.Buffers;

namespace Pitwall.Core.Text;

/// <summary>
/// Secrets that only their name gives away: <c>password=…</c>, <c>"api_key": "…"</c>, <c>TOKEN: …</c>, JSON inside JSON
/// included. Code says <c>token = next()</c> far more often than it holds a secret, so the value must look like one.
/// </summary>
internal static class SecretAssignment
{
    private const int LookAhead = 256;
    private static readonly SearchValues<char> s_quotes = SearchValues.Create("\"'`");
    private static readonly SearchValues<char> s_valueEnd = SearchValues.Create(" \t\r\n\"'`\\,;<>()[]{}|&");
    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly string[] s_tails = ["", "key", "value", "accesskey", "keybase", "hash", "env", "string"];
    private static readonly SearchValues<string> s_placeholders = SearchValues.Create(
        [SecretMask.Mark, "…", "***", "...", "xxxx", "process.env", "os.environ", "your_", "your-", "<your", "example", "changeme", "placeholder", "redacted"],
        StringComparison.OrdinalIgnoreCase);

    internal static bool Find(ReadOnlySpan<char> text, int at, SecretRule rule, out Secret secret)
    {
        secret = default;
        var name = at + rule.Anchor.Length;
        var look = text[name..Math.Min(text.Length, name + LookAhead)];
        var i = Tail(look);
        if (i < 0) return false;
        i = SkipQuote(look, i);
        var spaced = i;
        i = SkipSpaces(look, i);
        if (i >= look.Length || look[i] is not (':' or '=')) return false;
        var equals = look[i] == '=';
        i++;
        if (i < look.Length && look[i] is '=' or '~') return false;
        if (i < look.Length && look[i] == '>') i++;
        var glued = equals && i - spaced == 1;
        var value = SkipSpaces(look, i);
        glued &= value == i;
        var open = value;
        value = SkipQuote(look, value);
        var quoted = value > open;

        var end = look[value..].IndexOfAny(s_valueEnd);
        var cut = end < 0;
        var run = cut ? look[value..] : look.Slice(value, end);
        if (run.Length < 4 || IsPlaceholder(run)) return false;
        // A call, an index, a generic type: code, not a value.
        if (!cut && !quoted && look[value + end] is '(' or '[' or '<' or '{') return false;
        var said = glued && (text[at..name].IndexOfAnyInRange('a', 'z') < 0 || (at > 1 && text[at - 1] == '-' && text[at - 2] == '-'));
        if (!LooksSecret(run, rule, quoted, glued, said)) return false;
        // .NET names assemblies with a hash of their public key.
        if (rule.Kind == SecretKind.Key && text[..at].EndsWith("PublicKey", StringComparison.OrdinalIgnoreCase)) return false;

        var start = name + value;
        var length = text[start..].IndexOfAny(s_valueEnd);
        secret = new Secret(start, length < 0 ? text.Length : start + length);
        return true;
    }

    /// <summary>Not a value but a stand-in for one: a variable, a mask, an example.</summary>
    internal static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value[0] is '$' or '%' or '<' or '{' or '@' or '/' or '~' or '.' or '*' or '!' || value.ContainsAny(s_placeholders);

    /// <param name="value">The value, cut at 256 characters.</param>
    /// <param name="rule">Password or key.</param>
    /// <param name="quoted">It stands in quotes.</param>
    /// <param name="glued">It follows an equals sign without a blank.</param>
    /// <param name="said">Written as one sets a secret on a command line or in an environment: <c>PGPASSWORD=x</c>, <c>--token=x</c>.</param>
    private static bool LooksSecret(ReadOnlySpan<char> value, SecretRule rule, bool quoted, bool glued, bool said)
    {
        var digits = 0;
        var letters = 0;
        var symbols = 0;
        foreach (var c in value)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (char.IsAsciiLetter(c)) letters++;
            else if (c is not ('_' or '-' or '.')) symbols++;
        }
        var password = rule.Kind == SecretKind.Password;
        if (said) return password || (value.Length >= rule.MinLength && digits > 0);
        if (letters == 0 || digits + symbols == 0) return false;
        if (quoted) return value.Length >= rule.MinLength && (password || digits > 0);
        // a.b.c is a member, a_b_2 a name.
        if (value.Contains('.') || digits == 0) return password && symbols > 0 && digits > 0;
        return value.Length >= (password ? 8 : glued ? 12 : 16) && (password || digits >= 3);
    }

    /// <summary>Length of the rest of the name (<c>_KEY</c>, <c>Value</c>), or -1 when it is another word (<c>tokens</c>, <c>secretary</c>).</summary>
    private static int Tail(ReadOnlySpan<char> text)
    {
        var length = 0;
        Span<char> word = stackalloc char[16];
        var letters = 0;
        while (length < text.Length && length < 20 && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '-'))
        {
            if (s_letters.Contains(text[length]))
            {
                if (letters == word.Length) return -1;
                word[letters++] = char.ToLowerInvariant(text[length]);
            }
            length++;
        }
        if (length > 0 && char.IsAsciiLetterLower(text[0])) return -1;
        foreach (var tail in s_tails)
            if (word[..letters].SequenceEqual(tail)) return length;
        return -1;
    }

    private static int SkipSpaces(ReadOnlySpan<char> text, int at)
    {
        var limit = Math.Min(text.Length, at + 8);
        while (at < limit && text[at] is ' ' or '\t') at++;
        return at;
    }

    /// <summary>Skips one quote, with the backslashes of JSON inside JSON.</summary>
    private static int SkipQuote(ReadOnlySpan<char> text, int at)
    {
        var i = at;
        while (i < text.Length && i < at + 4 && text[i] == '\\') i++;
        return i < text.Length && s_quotes.Contains(text[i]) ? i + 1 : at;
    }
}
