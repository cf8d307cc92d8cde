using System.Buffers;
using System.Text;

namespace Pitwall.Core.Text;

/// <summary>
/// Replaces secrets in text by <c>[masked]</c>, keeping the prefix that says what it was (<c>sk-ant-…[masked]</c>,
/// <c>password=[masked]</c>). Runs over everything that is imported, so it is one vectorised search for anchors and, at each
/// of them, a hand-written look at the next few hundred characters: linear in the length of the text whatever it holds.
/// Git hashes, UUIDs and ordinary words stay. Masking twice changes nothing.
/// </summary>
public static class SecretMask
{
    /// <summary>What a secret is replaced by.</summary>
    public const string Mark = "[masked]";

    /// <summary>How far one look goes before it decides: what bounds the work per anchor.</summary>
    private const int LookAhead = 256;

    private static readonly SecretRule[] s_rules = SecretRule.All;

    /// <summary>Rules by the (lower-case ASCII) first character of their anchor.</summary>
    private static readonly SecretRule[]?[] s_byFirst = ByFirst();

    // Two searches, for prefixes of keys and for names of fields: one over both sets is four times slower than the two
    // together, for the vectorised search tells fewer anchors apart the more there are.
    private static readonly SearchValues<string> s_keys = Anchors(rule => !rule.IsName, StringComparison.Ordinal);
    private static readonly SearchValues<string> s_names = Anchors(rule => rule.IsName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Masks every secret that is recognised. Returns the same instance when there is none.</summary>
    public static string Apply(string text)
    {
        StringBuilder? masked = null;
        var copied = 0;
        var at = 0;
        var span = text.AsSpan();
        var key = Next(span, 0, s_keys);
        var name = Next(span, 0, s_names);
        while (true)
        {
            if (key < at) key = Next(span, at, s_keys);
            if (name < at) name = Next(span, at, s_names);
            at = Math.Min(key, name);
            if (at == int.MaxValue) break;
            if (!TryFind(span, at, copied, out var secret))
            {
                at++;
                continue;
            }

            // A rule may look back (never before what is already copied) and forward for the extent of the secret.
            var start = Math.Max(secret.Start, copied);
            masked ??= new StringBuilder(text.Length);
            masked.Append(span[copied..start]);
            if (secret.Ellipsis) masked.Append('…');
            masked.Append(Mark);
            copied = secret.End;
            at = Math.Max(secret.End, at + 1);
        }
        if (masked is null) return text;
        return masked.Append(span[copied..]).ToString();
    }

    /// <summary>Whether <see cref="Apply"/> would change the text.</summary>
    public static bool HasSecret(string text) => !ReferenceEquals(Apply(text), text);

    /// <param name="text">All of it.</param>
    /// <param name="at">Where an anchor was found.</param>
    /// <param name="from">End of the secret before: a boundary, whatever character it ended in.</param>
    /// <param name="secret">What is to be masked.</param>
    private static bool TryFind(ReadOnlySpan<char> text, int at, int from, out Secret secret)
    {
        secret = default;
        var first = text[at] | 0x20;
        var rules = first < s_byFirst.Length ? s_byFirst[first] : null;
        if (rules is null) return false;
        var rest = text[at..];
        foreach (var rule in rules)
        {
            if (!rest.StartsWith(rule.Anchor, rule.Comparison)) continue;
            var found = rule.Kind switch
            {
                SecretKind.Token => FindToken(text, at, from, rule, out secret),
                SecretKind.Jwt => FindJwt(text, at, from, out secret),
                SecretKind.PrivateKey => FindPrivateKey(text, at, rule, out secret),
                SecretKind.UrlPassword => FindUrlPassword(text, at, rule, out secret),
                SecretKind.Scheme => FindScheme(text, at, from, rule, out secret),
                _ => SecretAssignment.Find(text, at, rule, out secret),
            };
            if (found) return true;
        }
        return false;
    }

    /// <summary>A key with a telling prefix: <c>ghp_</c> and 36 letters and digits.</summary>
    private static bool FindToken(ReadOnlySpan<char> text, int at, int from, SecretRule rule, out Secret secret)
    {
        secret = default;
        // So specific that it needs no boundary: text that is stripped of escapes may glue a word to it.
        if (rule.Anchor != "sk-ant-" && !StartsWord(text, at, from)) return false;
        var body = at + rule.Anchor.Length;
        var look = text[body..Math.Min(text.Length, body + LookAhead)];
        var run = look.IndexOfAnyExcept(rule.Characters);
        if (run < 0) run = look.Length;
        if (run < rule.MinLength) return false;
        // Words joined by dashes are not keys: a key of this length without a digit is next to impossible.
        if (rule.NeedsDigit && !look[..run].ContainsAnyInRange('0', '9')) return false;
        secret = new Secret(body, body + RunLength(text[body..], rule.Characters), Ellipsis: true);
        return true;
    }

    /// <summary>Three base64url parts joined by dots, the first a JSON object.</summary>
    private static bool FindJwt(ReadOnlySpan<char> text, int at, int from, out Secret secret)
    {
        secret = default;
        if (!StartsWord(text, at, from)) return false;
        var end = at;
        for (var part = 0; part < 3; part++)
        {
            if (part > 0)
            {
                if (end >= text.Length || text[end] != '.') return false;
                end++;
            }
            var run = RunLength(text[end..Math.Min(text.Length, end + 8192)], SecretRule.Base64Url);
            if (run < (part == 2 ? 6 : 10)) return false;
            end += run;
        }
        secret = new Secret(at + 3, end, Ellipsis: true);
        return true;
    }

    /// <summary>From <c>-----BEGIN … PRIVATE KEY-----</c> to the dashes of its end, or to the end of the text.</summary>
    private static bool FindPrivateKey(ReadOnlySpan<char> text, int at, SecretRule rule, out Secret secret)
    {
        secret = default;
        var header = text[at..Math.Min(text.Length, at + 80)];
        var label = header.IndexOf("PRIVATE KEY", StringComparison.Ordinal);
        if (label < 0 || header[rule.Anchor.Length..label].Contains('-')) return false;
        var dashes = header[label..].IndexOf("-----", StringComparison.Ordinal);
        if (dashes < 0) return false;
        var start = at + label + dashes + 5;
        var length = text[start..].IndexOf("-----", StringComparison.Ordinal);
        var end = length < 0 ? text.Length : start + length;
        if (end - start < 8 || text[start..end].Contains(Mark, StringComparison.Ordinal)) return false;
        secret = new Secret(start, end);
        return true;
    }

    /// <summary>The password in <c>scheme://user:password@host</c>.</summary>
    private static bool FindUrlPassword(ReadOnlySpan<char> text, int at, SecretRule rule, out Secret secret)
    {
        secret = default;
        var start = at + rule.Anchor.Length;
        var look = text[start..Math.Min(text.Length, start + LookAhead)];
        var end = look.IndexOfAny(SecretRule.UrlUserEnd);
        if (end < 0 || look[end] != '@') return false;
        var colon = look[..end].IndexOf(':');
        if (colon < 0 || end - colon < 2) return false;
        var password = look[(colon + 1)..end];
        if (SecretAssignment.IsPlaceholder(password)) return false;
        secret = new Secret(start + colon + 1, start + end);
        return true;
    }

    /// <summary><c>Bearer x</c>, or <c>Authorization: Basic x</c>.</summary>
    private static bool FindScheme(ReadOnlySpan<char> text, int at, int from, SecretRule rule, out Secret secret)
    {
        secret = default;
        if (!StartsWord(text, at, from)) return false;
        var start = at + rule.Anchor.Length;
        if (start >= text.Length || text[start] != ' ') return false;
        while (start < text.Length && text[start] == ' ' && start - at < 24) start++;
        var look = text[start..Math.Min(text.Length, start + LookAhead)];
        var run = RunLength(look, SecretRule.SchemeValue);
        if (run < rule.MinLength || SecretAssignment.IsPlaceholder(look[..run])) return false;
        if (!look[..run].ContainsAnyInRange('0', '9') && !look[..run].EndsWith("=", StringComparison.Ordinal)) return false;
        // "Basic" is an English word: only a header makes what follows a credential.
        if (rule.NeedsHeader && !text[Math.Max(0, at - 24)..at].Contains("authorization", StringComparison.OrdinalIgnoreCase)) return false;
        secret = new Secret(start, start + RunLength(text[start..], SecretRule.SchemeValue));
        return true;
    }

    /// <summary>
    /// Nothing that could be the same word stands before: a letter counts as such, unless it is the end of an escape,
    /// as in the JSON text <c>\nghp_…</c> or a terminal's <c>ESC[31mghp_…</c>.
    /// </summary>
    private static bool StartsWord(ReadOnlySpan<char> text, int at, int from)
    {
        if (at <= from || !char.IsAsciiLetterOrDigit(text[at - 1])) return true;
        if (at >= 2 && text[at - 2] == '\\') return true;
        var i = at - 2;
        while (i > 0 && at - i < 16 && (char.IsAsciiDigit(text[i]) || text[i] == ';')) i--;
        return i > 0 && text[i] == '[' && text[i - 1] is '\u001b' or 'b' or 'B' or '3' or 'e';
    }

    private static int Next(ReadOnlySpan<char> text, int from, SearchValues<string> anchors)
    {
        var hit = text[from..].IndexOfAny(anchors);
        return hit < 0 ? int.MaxValue : from + hit;
    }

    private static SearchValues<string> Anchors(Func<SecretRule, bool> which, StringComparison comparison) =>
        SearchValues.Create([.. s_rules.Where(which).Select(rule => rule.Anchor)], comparison);

    internal static int RunLength(ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        var end = text.IndexOfAnyExcept(characters);
        return end < 0 ? text.Length : end;
    }

    private static SecretRule[]?[] ByFirst()
    {
        var table = new SecretRule[]?[128];
        foreach (var group in s_rules.GroupBy(rule => rule.Anchor[0] | 0x20)) table[group.Key] = [.. group];
        return table;
    }
}

/// <summary>Where a secret is, and whether a prefix before it is part of it.</summary>
internal readonly record struct Secret(int Start, int End, bool Ellipsis = false);
