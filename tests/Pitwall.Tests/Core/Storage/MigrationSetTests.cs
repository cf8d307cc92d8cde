using Pitwall.Core.Storage;

namespace Pitwall.Tests.Core.Storage;

public sealed class MigrationSetTests
{
    [Theory]
    [InlineData("not named NNNN_name", "1_short.sql")]
    [InlineData("not named NNNN_name", "0001_name.mysql.sql")]
    [InlineData("exists twice", "0001_a.sql", "0001_b.sql")]
    [InlineData("exists twice", "0001_a.sql", "0001_a.sqlite.sql")]
    [InlineData("one database only", "0001_a.sqlite.sql")]
    public void Create_FilesThatDoNotFit_AreRefused(string reason, params string[] names)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new MigrationSet("test", names.Select(n => KeyValuePair.Create(n, "select 1"))));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_EmbeddedFiles_AreFound()
    {
        var set = new MigrationSet("sessions", typeof(Pitwall.Sessions.Reading.SessionFilter).Assembly);

        Assert.StartsWith("0001_sessions.sqlite.sql", set.For(Pitwall.Core.Storage.Sqlite.SqliteDialect.Instance)[0].Name, StringComparison.Ordinal);
        Assert.StartsWith("0001_sessions.postgres.sql", set.For(Pitwall.Core.Storage.Postgres.PostgresDialect.Instance)[0].Name, StringComparison.Ordinal);
    }
}
