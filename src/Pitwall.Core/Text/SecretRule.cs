using System.Buffers;

namespace Pitwall.Core.Text;

/// <summary>How the text after an anchor is judged.</summary>
internal enum SecretKind
{
    Token,
    Jwt,
    PrivateKey,
    UrlPassword,
    Scheme,
    Password,
    Key,
}

/// <summary>One kind of secret: the text that gives it away, and what must follow.</summary>
internal sealed record SecretRule(string Anchor, SecretKind Kind, int MinLength = 0)
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal static readonly SearchValues<char> Base64Url = SearchValues.Create(LettersAndDigits + "-_");
    internal static readonly SearchValues<char> SchemeValue = SearchValues.Create(LettersAndDigits + "-_.~+/=");
    internal static readonly SearchValues<char> UrlUserEnd = SearchValues.Create("@/?#\\ \t\r\n\"'`<>()[]");
    private static readonly SearchValues<char> s_alphanumeric = SearchValues.Create(LettersAndDigits);
    private static readonly SearchValues<char> s_upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> s_dotted = SearchValues.Create(LettersAndDigits + "-_.");

    /// <summary>Characters of the secret itself.</summary>
    public SearchValues<char> Characters { get; init; } = Base64Url;

    /// <summary>A real one holds a digit.</summary>
    public bool NeedsDigit { get; init; } = true;

    /// <summary>Counts only on a line that says <c>Authorization</c>.</summary>
    public bool NeedsHeader { get; init; }

    /// <summary>The anchor is a name, in any case, and not the beginning of the secret itself.</summary>
    public bool IsName => Kind >= SecretKind.UrlPassword;

    /// <summary>How the anchor is compared.</summary>
    public StringComparison Comparison => IsName ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Every rule; where one anchor begins another, the longer comes first.</summary>
    internal static SecretRule[] All { get; } =
    [
        // Model providers.
        new("sk-ant-", SecretKind.Token, 20),
        new("sk-proj-", SecretKind.Token, 20),
        new("sk-or-v1-", SecretKind.Token, 20),
        new("sk-", SecretKind.Token, 20),
        new("AIza", SecretKind.Token, 30),
        new("hf_", SecretKind.Token, 20) { Characters = s_alphanumeric },
        new("gsk_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("xai-", SecretKind.Token, 40) { Characters = s_alphanumeric },
        // Code hosts and registries.
        new("ghp_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("gho_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("ghu_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("ghs_", SecretKind.Token, 30) { Characters = s_dotted },
        new("ghr_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("github_pat_", SecretKind.Token, 30),
        new("glpat-", SecretKind.Token, 18),
        new("npm_", SecretKind.Token, 30) { Characters = s_alphanumeric },
        new("pypi-", SecretKind.Token, 40),
        // Clouds, payment, chat.
        new("AKIA", SecretKind.Token, 16) { Characters = s_upper, NeedsDigit = false },
        new("ASIA", SecretKind.Token, 16) { Characters = s_upper, NeedsDigit = false },
        new("ya29.", SecretKind.Token, 30),
        new("dop_v1_", SecretKind.Token, 40),
        new("sk_live_", SecretKind.Token, 16),
        new("sk_test_", SecretKind.Token, 16),
        new("rk_live_", SecretKind.Token, 16),
        new("rk_test_", SecretKind.Token, 16),
        new("whsec_", SecretKind.Token, 20) { Characters = SchemeValue },
        new("shpat_", SecretKind.Token, 20),
        new("SG.", SecretKind.Token, 40) { Characters = s_dotted },
        new("xoxb-", SecretKind.Token, 10),
        new("xoxp-", SecretKind.Token, 10),
        new("xoxa-", SecretKind.Token, 10),
        new("xoxe-", SecretKind.Token, 10),
        new("xoxr-", SecretKind.Token, 10),
        new("xoxs-", SecretKind.Token, 10),
        new("xoxe.", SecretKind.Token, 10) { Characters = s_dotted },
        new("xapp-", SecretKind.Token, 10),
        // Shapes.
        new("eyJ", SecretKind.Jwt),
        new("-----BEGIN ", SecretKind.PrivateKey),
        new("://", SecretKind.UrlPassword),
        new("bearer", SecretKind.Scheme, 16),
        new("basic", SecretKind.Scheme, 8) { NeedsHeader = true },
        // Assignments: the name, then : or = and a value.
        new("password", SecretKind.Password, 6),
        new("passwd", SecretKind.Password, 6),
        new("passphrase", SecretKind.Password, 6),
        new("_pass", SecretKind.Password, 6),
        new("pwd", SecretKind.Password, 6),
        new("secret", SecretKind.Key, 12),
        new("token", SecretKind.Key, 12),
        new("api_key", SecretKind.Key, 12),
        new("apikey", SecretKind.Key, 12),
        new("api-key", SecretKind.Key, 12),
        new("access_key", SecretKind.Key, 12),
        new("accesskey", SecretKind.Key, 12),
        new("accountkey", SecretKind.Key, 12),
        new("private_key", SecretKind.Key, 12),
    ];
}
