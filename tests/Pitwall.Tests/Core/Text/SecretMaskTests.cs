using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pitwall.Core.Text;

namespace Pitwall.Tests.Core.Text;

public sealed class SecretMaskTests
{
    // Made-up values with the shape of real ones, cut in two so that no scanner takes this file for a leak.
    private const string Letters36 = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

    public static TheoryData<string, string> Secrets => new()
    {
        { "key sk-ant-" + "api03-" + Letters36 + " end", "key sk-ant-…[masked] end" },
        { "sk-" + "proj-" + Letters36, "sk-proj-…[masked]" },
        { "OPENAI sk-" + Letters36 + ".", "OPENAI sk-…[masked]." },
        { "ghp_" + Letters36, "ghp_…[masked]" },
        { "\\nghp_" + Letters36, "\\nghp_…[masked]" },
        { "\u001b[1;31mghp_" + Letters36 + "\u001b[0m", "\u001b[1;31mghp_…[masked]\u001b[0m" },
        { "\\u001b[31mghp_" + Letters36, "\\u001b[31mghp_…[masked]" },
        { "gho_" + Letters36, "gho_…[masked]" },
        { "github_pat_" + "11ABC_" + Letters36, "github_pat_…[masked]" },
        { "glpat-" + "x1Y2z3-a1B2c3D4e5F6", "glpat-…[masked]" },
        { "npm_" + Letters36, "npm_…[masked]" },
        { "hf_" + Letters36, "hf_…[masked]" },
        { "AKIA" + "IOSFODNN7ABCDEFG", "AKIA…[masked]" },
        { "ASIA" + "IOSFODNN7ABCDEFG", "ASIA…[masked]" },
        { "AIza" + "SyA1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q", "AIza…[masked]" },
        { "xoxb-" + "1234567890-abcdefGHIJ", "xoxb-…[masked]" },
        { "sk_live_" + "a1B2c3D4e5F6g7H8", "sk_live_…[masked]" },
        { "a eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P b", "a eyJ…[masked] b" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nxyz=\n-----END RSA PRIVATE KEY-----\nafter", "-----BEGIN RSA PRIVATE KEY-----[masked]-----END RSA PRIVATE KEY-----\nafter" },
        { "-----BEGIN PRIVATE KEY-----\\nMIIEabc\\n", "-----BEGIN PRIVATE KEY-----[masked]" },
        { "Authorization: Bearer " + Letters36, "Authorization: Bearer [masked]" },
        { "-H 'authorization: Basic dXNlcjpwYXNzd29yZA=='", "-H 'authorization: Basic [masked]'" },
        { "postgres://bob:hunter2@db.local/x", "postgres://bob:[masked]@db.local/x" },
        { "git clone https://x:Pa55@host/y.git", "git clone https://x:[masked]@host/y.git" },
        { "password=hunter2!x", "password=[masked]" },
        { "\"password\": \"correct-h0rse\",", "\"password\": \"[masked]\"," },
        { "{\\\"password\\\":\\\"Tr0ub4dor\\\"}", "{\\\"password\\\":\\\"[masked]\\\"}" },
        { "PGPASSWORD=swordfish psql", "PGPASSWORD=[masked] psql" },
        { "mysql --password=swordfish db", "mysql --password=[masked] db" },
        { "api_key: '" + Letters36 + "'", "api_key: '[masked]'" },
        { "apiKey = \"" + Letters36 + "\"", "apiKey = \"[masked]\"" },
        { "AWS_SECRET_ACCESS_KEY=" + Letters36, "AWS_SECRET_ACCESS_KEY=[masked]" },
        { "token: " + Letters36, "token: [masked]" },
        { "?oauth_token_secret=qwe089234lkjsdf&x=1", "?oauth_token_secret=[masked]&x=1" },
        { "_authToken=" + Letters36, "_authToken=[masked]" },
        { "Server=x;Password=p4ssw0rd!;", "Server=x;Password=[masked];" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Apply_Secret_IsMasked(string text, string expected) => Assert.Equal(expected, SecretMask.Apply(text));

    [Theory]
    [InlineData("")]
    [InlineData("commit 8baff51d1c0e3f6a9b2c4d5e6f708192a3b4c5d6 and 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("\"usage\":{\"input_tokens\":123456,\"output_tokens\":42,\"max_tokens\":4096}")]
    [InlineData("the secretary tokenises passwords: all 12345678 of them")]
    [InlineData("var token = tokens[index12345678901];")]
    [InlineData("token = lexer.NextToken123(abc)")]
    [InlineData("CancellationToken cancellationToken = default;")]
    [InlineData("password: process.env.DB_PASSWORD1")]
    [InlineData("password=$DB_PASSWORD1 token=${TOKEN1234567890123}")]
    [InlineData("\"password\": \"Enter your password\"")]
    [InlineData("password: string; secret: boolean; apiKey: string | undefined")]
    [InlineData("class=\"sk-spinner-container-element-large\" task-force-one-two-three-four-5")]
    [InlineData("https://example.com/path?q=a@b and http://localhost:8151/x and mailto:a@b.c")]
    [InlineData("basic information about authorization: basic stuff is described below")]
    [InlineData("import numpy as np # sk-learn-is-a-library-of-many-words")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEabc\n-----END CERTIFICATE-----")]
    [InlineData("Authorization: Bearer YOUR_API_KEY_GOES_HERE")]
    [InlineData("Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a")]
    public void Apply_NoSecret_ReturnsTheSameInstance(string text) => Assert.Same(text, SecretMask.Apply(text));

    [Fact]
    public void Apply_SeveralSecrets_KeepsAllBetween() =>
        Assert.Equal(
            "a ghp_…[masked] b AKIA…[masked] c password=[masked] d",
            SecretMask.Apply($"a ghp_{Letters36} b AKIA{"IOSFODNN7ABCDEFG"} c password=abc123!x d"));

    [Fact]
    public void Apply_Twice_ChangesNothingMore()
    {
        var secrets = Secrets.Select(row => row.Data.Item1).ToArray();
        var text = Gen.Elements(secrets.Concat([" ", "\n", "x", "=", "token", "://", "a:", "\"", "\\", "-----", Letters36, "password: "]))
            .ListOf().Select(parts => string.Concat(parts));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(text.ToArbitrary(), t =>
        {
            var once = SecretMask.Apply(t);
            return ReferenceEquals(once, SecretMask.Apply(once));
        }));
    }

    [Fact]
    public void Apply_SecretAnywhereInText_NeverSurvives()
    {
        var context = Gen.Elements("words ", "{\"a\":1,", "\r\n", "é∑ ", "\u001b[31m", "(", "'", "= ").ListOf().Select(parts => string.Concat(parts));
        var property = Prop.ForAll(Gen.Two(context).ToArbitrary(), around =>
            !SecretMask.Apply(around.Item1 + "ghp_" + Letters36 + " " + around.Item2).Contains(Letters36, StringComparison.Ordinal));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }

    [Theory]
    [InlineData("password=")]
    [InlineData("token:")]
    [InlineData("://")]
    [InlineData("-----BEGIN PRIVATE KEY----")]
    [InlineData("-----BEGIN ")]
    [InlineData("eyJeyJeyJeyJ.")]
    [InlineData("eyJ")]
    [InlineData("sk-")]
    [InlineData("bearer ")]
    [InlineData("secret_key_secret_key")]
    public void Apply_HostileInput_TakesLinearTime(string anchor)
    {
        var small = string.Concat(Enumerable.Repeat(anchor, 2_000));
        var large = string.Concat(Enumerable.Repeat(anchor, 40_000));
        SecretMask.Apply(small);
        var perSmall = Time(small) / small.Length;
        var perLarge = Time(large) / large.Length;
        // Quadratic work would make it 20 times slower per character.
        Assert.True(perLarge < (perSmall * 8) + 1e-6, $"{perSmall * 1e9:0.0} ns/char at {small.Length}, {perLarge * 1e9:0.0} at {large.Length}");

        static double Time(string text)
        {
            var best = double.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var start = Stopwatch.GetTimestamp();
                SecretMask.Apply(text);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return best;
        }
    }
}
