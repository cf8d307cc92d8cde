using System.Data.Common;
using Npgsql;

namespace Pitwall.Core.Storage;

/// <summary>
/// What <c>--database</c> says, understood: an SQLite file or a PostgreSQL connection string. Exactly one is set.
/// </summary>
/// <param name="SqliteFile">Full path of the file, or null.</param>
/// <param name="Postgres">Npgsql connection string, with credentials, or null.</param>
internal sealed record DatabaseAddress(string? SqliteFile, string? Postgres)
{
    private const string Forms =
        "Give postgres://user:password@host:5432/database, or leave --database out to keep everything in an SQLite file in the data folder.";

    /// <summary>Reads an address; null or blank is the SQLite file in the data folder.</summary>
    /// <exception cref="DatabaseConfigurationException">The address is unknown or half given.</exception>
    public static DatabaseAddress Parse(string dataFolder, string? url)
    {
        url = url?.Trim();
        if (string.IsNullOrEmpty(url))
            return new(Path.Combine(Path.GetFullPath(dataFolder), "pitwall.db"), null);
        if (url.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("postgresql:", StringComparison.OrdinalIgnoreCase))
            return new(null, FromUrl(url));
        if (url.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
            return new(FromSqliteUrl(url), null);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            throw new DatabaseConfigurationException($"Pitwall does not know databases of the kind '{url[..scheme]}'. {Forms}");
        if (url.Contains('='))
            return new(null, FromKeyValues(url));
        throw new DatabaseConfigurationException($"The database address is not understood. {Forms}");
    }

    private static string FromSqliteUrl(string url)
    {
        var path = url["sqlite:".Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path[2..];
        if (path.Length == 0)
            throw new DatabaseConfigurationException("The database address 'sqlite:' names no file. Write sqlite:/folder/pitwall.db.");
        return Path.GetFullPath(path);
    }

    private static string FromUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            throw new DatabaseConfigurationException(
                $"The PostgreSQL address cannot be read; signs such as # / @ in a password are written as %23 %2F %40. {Forms}");
        if (uri.Host.Length == 0)
            throw new DatabaseConfigurationException($"The PostgreSQL address names no host. {Forms}");
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
        };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            Set(settings, Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }
        return Checked(settings);
    }

    private static string FromKeyValues(string text)
    {
        // Key by key, so that the sentence names the key and never repeats a value.
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new DatabaseConfigurationException($"The PostgreSQL settings are not a list of key=value pairs. {Forms}");
        }
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (string key in pairs.Keys)
            Set(settings, key, (string)pairs[key]);
        return Checked(settings);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        // The names libpq uses in addresses, where they differ from Npgsql's.
        var name = key switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "application_name" => "Application Name",
            "connect_timeout" => "Timeout",
            "target_session_attrs" => "Target Session Attributes",
            _ => key,
        };
        if (name is "SSL Mode" or "Target Session Attributes")
            value = value.Replace("-", "", StringComparison.Ordinal);
        try
        {
            settings[name] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            throw new DatabaseConfigurationException($"The PostgreSQL setting '{key}' is unknown or its value is not allowed. {Forms}");
        }
    }

    private static string Checked(NpgsqlConnectionStringBuilder settings)
    {
        if (string.IsNullOrEmpty(settings.Host))
            throw new DatabaseConfigurationException($"The PostgreSQL address names no host. {Forms}");
        if (string.IsNullOrEmpty(settings.Database))
            throw new DatabaseConfigurationException($"The PostgreSQL address names no database. {Forms}");
        return settings.ConnectionString;
    }
}
