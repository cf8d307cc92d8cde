using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Pitwall.Core.Storage;

/// <summary>
/// The migrations of one part: <c>NNNN_name.sql</c> where both databases take the same text, else
/// <c>NNNN_name.sqlite.sql</c> and <c>NNNN_name.postgres.sql</c>. A released file is never edited.
/// </summary>
public sealed class MigrationSet
{
    private const string Folder = ".Store.Migrations.";
    private static readonly string[] s_dialects = ["sqlite", "postgres"];
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly Dictionary<string, List<Migration>> _byDialect;

    /// <summary>Reads the files embedded in a part's assembly from its folder <c>Store/Migrations</c>.</summary>
    /// <param name="part">The part's name in the database, such as <c>sessions</c>; never changes.</param>
    /// <param name="assembly">The part's assembly.</param>
    /// <exception cref="InvalidOperationException">A file is named wrongly, twice, or missing for one database.</exception>
    public MigrationSet(string part, Assembly assembly)
        : this(part, Embedded(assembly), name => ReadEmbedded(assembly, name))
    {
    }

    /// <summary>Takes the texts by file name.</summary>
    internal MigrationSet(string part, IEnumerable<KeyValuePair<string, string>> files)
        : this(part, [.. files.Select(f => f.Key)], name => files.First(f => f.Key == name).Value)
    {
    }

    // Every start of a command comes through here: names are looked at, texts are left alone.
    private MigrationSet(string part, string[] names, Func<string, string> read)
    {
        Part = part;
        _byDialect = s_dialects.ToDictionary(d => d, _ => new List<Migration>(), StringComparer.Ordinal);
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
            Add(name, () => read(name));
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

    private static string[] Embedded(Assembly assembly)
    {
        var names = new List<string>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var at = resource.LastIndexOf(Folder, StringComparison.Ordinal);
            if (at >= 0 && resource.EndsWith(".sql", StringComparison.Ordinal))
                names.Add(resource[(at + Folder.Length)..]);
        }
        return [.. names];
    }

    private static string ReadEmbedded(Assembly assembly, string name)
    {
        var resource = assembly.GetManifestResourceNames().Single(r => r.EndsWith(Folder + name, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private void Add(string name, Func<string> read)
    {
        if (!TryParse(name, out var version, out var only))
            throw new InvalidOperationException($"Migrations of {Part}: {name} is not named NNNN_name.sql or NNNN_name.sqlite.sql / .postgres.sql.");
        var migration = new Migration(version, name, read);
        foreach (var dialect in s_dialects)
        {
            if (only.Length > 0 && only != dialect)
                continue;
            if (_byDialect[dialect].Exists(m => m.Version == version))
                throw new InvalidOperationException($"Migrations of {Part}: version {version} exists twice.");
            _byDialect[dialect].Add(migration);
        }
    }

    /// <summary>Takes <c>NNNN_name.sql</c> or <c>NNNN_name.DIALECT.sql</c> apart.</summary>
    private static bool TryParse(string name, out long version, out string dialect)
    {
        (version, dialect) = (0, "");
        var parts = name.Split('.');
        if (parts.Length == 3)
            dialect = parts[1];
        return parts.Length is 2 or 3 && parts[^1] == "sql" && (dialect.Length == 0 || s_dialects.Contains(dialect))
            && parts[0].Length > 5 && parts[0][4] == '_' && long.TryParse(parts[0].AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out version)
            && parts[0].AsSpan(5).IndexOfAnyExcept(s_nameCharacters) < 0;
    }
}
