using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pitwall.Core.Storage;

/// <summary>
/// The migrations of one part: <c>NNNN_name.sql</c> where both databases take the same text, else
/// <c>NNNN_name.sqlite.sql</c> and <c>NNNN_name.postgres.sql</c>. A released file is never edited.
/// </summary>
public sealed partial class MigrationSet
{
    private const string Folder = ".Store.Migrations.";
    private static readonly string[] s_dialects = ["sqlite", "postgres"];

    private readonly Dictionary<string, List<Migration>> _byDialect;

    /// <summary>Reads the files embedded in a part's assembly from its folder <c>Store/Migrations</c>.</summary>
    /// <param name="part">The part's name in the database, such as <c>sessions</c>; never changes.</param>
    /// <param name="assembly">The part's assembly.</param>
    /// <exception cref="InvalidOperationException">A file is named wrongly, twice, or missing for one database.</exception>
    public MigrationSet(string part, Assembly assembly)
        : this(part, ReadEmbedded(assembly))
    {
    }

    /// <summary>Takes the texts by file name.</summary>
    internal MigrationSet(string part, IEnumerable<KeyValuePair<string, string>> files)
    {
        Part = part;
        _byDialect = s_dialects.ToDictionary(d => d, _ => new List<Migration>(), StringComparer.Ordinal);
        foreach (var (name, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            Add(name, text);
        var versions = s_dialects.Select(d => string.Join(' ', _byDialect[d].Select(m => m.Version))).Distinct(StringComparer.Ordinal);
        if (versions.Count() > 1)
            throw new InvalidOperationException($"Migrations of {part}: a version has a file for one database only.");
    }

    /// <summary>The part's name in the database.</summary>
    public string Part { get; }

    /// <summary>
    /// Statements that fill the part's full-text index on SQLite after its tables were copied there from another database;
    /// null when it has none. PostgreSQL fills its own by generated columns.
    /// </summary>
    public string? FillSqliteSearch { get; init; }

    /// <summary>The steps for one database, in order.</summary>
    internal IReadOnlyList<Migration> For(Dialect dialect) => _byDialect[dialect.Name];

    private static IEnumerable<KeyValuePair<string, string>> ReadEmbedded(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var at = resource.LastIndexOf(Folder, StringComparison.Ordinal);
            if (at < 0 || !resource.EndsWith(".sql", StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            yield return new(resource[(at + Folder.Length)..], reader.ReadToEnd());
        }
    }

    private void Add(string name, string text)
    {
        var match = FileName().Match(name);
        if (!match.Success)
            throw new InvalidOperationException($"Migrations of {Part}: {name} is not named NNNN_name.sql or NNNN_name.sqlite.sql / .postgres.sql.");
        text = text.ReplaceLineEndings("\n");
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var migration = new Migration(long.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture), name, text, checksum);
        foreach (var dialect in s_dialects)
        {
            if (match.Groups["dialect"] is { Success: true } only && only.Value != dialect)
                continue;
            if (_byDialect[dialect].Exists(m => m.Version == migration.Version))
                throw new InvalidOperationException($"Migrations of {Part}: version {migration.Version} exists twice.");
            _byDialect[dialect].Add(migration);
        }
    }

    [GeneratedRegex(@"^(?<version>\d{4})_[a-z0-9_]+(\.(?<dialect>sqlite|postgres))?\.sql$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
