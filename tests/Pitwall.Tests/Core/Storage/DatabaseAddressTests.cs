using Npgsql;
using Pitwall.Core.Storage;

namespace Pitwall.Tests.Core.Storage;

public sealed class DatabaseAddressTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Parse_Nothing_IsTheFileInTheDataFolder(string? url)
    {
        var address = DatabaseAddress.Parse("data", url);

        Assert.Equal(Path.GetFullPath(Path.Combine("data", "pitwall.db")), address.SqliteFile);
        Assert.Null(address.Postgres);
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss%2F%23@db.example:6543/pit?sslmode=verify-full&application_name=x", "db.example", 6543, "pit", "ann", "p@ss/#", SslMode.VerifyFull)]
    [InlineData("postgresql://ann@[::1]/pit", "::1", 5432, "pit", "ann", null, SslMode.Prefer)]
    [InlineData("Host=h;Database=d;Username=u;Password='a;b'", "h", 5432, "d", "u", "a;b", SslMode.Prefer)]
    public void Parse_Postgres_KeepsEveryPart(string url, string host, int port, string database, string user, string? password, SslMode ssl)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseAddress.Parse("data", url).Postgres);

        Assert.Equal((host, port, database, user, password, ssl), (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password, settings.SslMode));
    }

    [Theory]
    [InlineData("mysql://u:hunter2@h/d", "mysql")]
    [InlineData("postgres://u:hunter2@h", "names no database")]
    [InlineData("postgres:///d", "names no host")]
    [InlineData("postgres://u:hunter2#x@h/d", "%23")]
    [InlineData("postgres://u:hunter2@h/d?nonsense=hunter2", "'nonsense'")]
    [InlineData("Host=h;Password=hunter2", "names no database")]
    [InlineData("Database=d;Password=hunter2", "names no host")]
    [InlineData("Host=h;Database=d;Port=hunter2", "'port'")]
    [InlineData("pitwall", "not understood")]
    [InlineData("sqlite:", "names no file")]
    public void Parse_HalfOrUnknown_SaysWhatToWriteWithoutTheSecret(string url, string part)
    {
        var error = Assert.Throws<DatabaseConfigurationException>(() => DatabaseAddress.Parse("data", url));

        Assert.Contains(part, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }
}
