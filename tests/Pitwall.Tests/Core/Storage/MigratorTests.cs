using System.Data.Common;
using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>How a schema moves forward, on each database.</summary>
public abstract class MigratorTests : IAsyncLifetime
{
    private protected const string First = "create table cars (id bigint primary key, name text not null);";

    private const string Second = """
        -- a comment; with a semicolon, and 'a quote
        alter table cars add column laps bigint not null default 0;
        update cars set laps = 7, name = name || '; it''s "new"';
        """;

    private protected TempFolder Folder { get; } = new();

    private protected ManualTimeProvider Clock { get; } = new();

    private protected Database Store { get; private set; } = null!;

    private string? _address;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<string?> CreateDatabaseAsync();

    /// <summary>A statement with semicolons inside it, as this database has them.</summary>
    private protected abstract string StatementWithSemicolons { get; }

    public async ValueTask InitializeAsync()
    {
        _address = await CreateDatabaseAsync();
        Store = Databases.Open(Folder.Path, _address, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Run_EmptyDatabase_AppliesAllInOrderOnce()
    {
        var result = await MigrateAsync(Set(("0002_more.sql", Second), ("0001_cars.sql", First)));
        var again = await MigrateAsync(Set(("0001_cars.sql", First), ("0002_more.sql", Second)));

        Assert.Equal(["0001_cars.sql", "0002_more.sql"], result.Applied);
        Assert.Null(result.Backup);
        Assert.Equal(new MigrationResult([], null).Applied, again.Applied);
        var history = await QueryAsync<(string, long, string, long)>("select part, version, name, applied_ms from schema_migrations order by version");
        var now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal([("test", 1, "0001_cars.sql", now), ("test", 2, "0002_more.sql", now)], history);
    }

    [Fact]
    public async Task Run_EarlierVersionWithData_KeepsTheData()
    {
        await MigrateAsync(Set(("0001_cars.sql", First)));
        await ExecuteAsync("insert into cars (id, name) values (1, 'Supra')");
        await MigrateAsync(Set(("0001_cars.sql", First), ("0002_more.sql", Second)));

        Assert.Equal([("Supra; it's \"new\"", 7L)], await QueryAsync<(string, long)>("select name, laps from cars"));
    }

    [Fact]
    public async Task IsCurrent_OnlyWhenExactlyTheKnownOnesAreApplied()
    {
        var one = new Migrator(Store, [Set(("0001_cars.sql", First))], Clock);
        var two = new Migrator(Store, [Set(("0001_cars.sql", First), ("0002_more.sql", Second))], Clock);
        Assert.False(await one.IsCurrentAsync(Stop));
        await one.RunAsync(Stop);
        Assert.True(await one.IsCurrentAsync(Stop));
        Assert.False(await two.IsCurrentAsync(Stop));
        await two.RunAsync(Stop);
        Assert.True(await two.IsCurrentAsync(Stop));
        // Newer than the program: not current, and running the migrator says why.
        Assert.False(await one.IsCurrentAsync(Stop));
    }

    [Fact]
    public async Task Run_TwoParts_CountTheirVersionsApart()
    {
        await MigrateAsync(Set(("0001_cars.sql", First)), new MigrationSet("other", Files(("0001_tracks.sql", "create table tracks (id bigint primary key)"))));

        Assert.Equal(["other", "test"], await QueryAsync<string>("select part from schema_migrations order by part"));
    }

    [Fact]
    public async Task Run_StatementsWithSemicolonsInside_AreNotCut()
    {
        await MigrateAsync(Set(("0001_cars.sql", First), ("0002_inside.sql", StatementWithSemicolons)));
        await ExecuteAsync("insert into cars (id, name) values (1, 'Supra')");

        Assert.Equal(["Supra; seen"], await QueryAsync<string>("select name from cars"));
    }

    [Fact]
    public async Task Run_ChangedFile_IsRefusedByName()
    {
        await MigrateAsync(Set(("0001_cars.sql", First)));

        var error = await Assert.ThrowsAsync<DatabaseConfigurationException>(() => MigrateAsync(Set(("0001_cars.sql", First + " "), ("0002_more.sql", Second))));
        Assert.Contains("0001_cars.sql", error.Message, StringComparison.Ordinal);
        Assert.Single(await QueryAsync<long>("select version from schema_migrations"));
    }

    [Fact]
    public async Task Run_SameFileWithOtherLineEnds_IsTheSameFile()
    {
        await MigrateAsync(Set(("0001_cars.sql", First + "\n\n")));

        Assert.Empty((await MigrateAsync(Set(("0001_cars.sql", First + "\r\n\r\n")))).Applied);
    }

    [Fact]
    public async Task Run_NewerDatabase_IsRefusedByName()
    {
        await MigrateAsync(Set(("0001_cars.sql", First), ("0002_more.sql", Second)));

        var older = await Assert.ThrowsAsync<DatabaseConfigurationException>(() => MigrateAsync(Set(("0001_cars.sql", First))));
        Assert.Contains("0002_more.sql", older.Message, StringComparison.Ordinal);
        Assert.Contains("newer Pitwall", older.Message, StringComparison.Ordinal);
        var without = await Assert.ThrowsAsync<DatabaseConfigurationException>(() => MigrateAsync());
        Assert.Contains("'test'", without.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileThatFails_LeavesNothingOfItself()
    {
        var broken = Set(("0001_cars.sql", First), ("0002_broken.sql", "create table half (id bigint); insert into nowhere values (1);"));

        var error = await Assert.ThrowsAsync<DatabaseConfigurationException>(() => MigrateAsync(broken));
        Assert.Contains("0002_broken.sql", error.Message, StringComparison.Ordinal);
        Assert.Equal([1L], await QueryAsync<long>("select version from schema_migrations"));
        await Assert.ThrowsAnyAsync<DbException>(() => QueryAsync<long>("select id from half"));
    }

    [Fact]
    public async Task Run_TwoAtOnce_ApplyEachFileOnce()
    {
        // Every file fails when it runs twice.
        var set = Set([.. Enumerable.Range(1, 8).Select(n => ($"{n:0000}_step.sql", $"create table step{n} (id bigint)"))]);
        await using var other = Databases.Open(Folder.Path, _address, Clock);

        var results = await Task.WhenAll(
            Task.Run(() => MigrateAsync(set), Stop),
            Task.Run(() => new Migrator(other, [set], Clock).RunAsync(Stop), Stop));

        Assert.Equal([0, 8], results.Select(r => r.Applied.Count).Order());
    }

    private protected static MigrationSet Set(params (string Name, string Sql)[] files) => new("test", Files(files));

    private protected Task<MigrationResult> MigrateAsync(params MigrationSet[] sets) => new Migrator(Store, sets, Clock).RunAsync(Stop);

    private protected Task ExecuteAsync(string sql) => Store.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute(sql, transaction: s.Transaction), Stop);

    private protected async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await Store.OpenAsync(Stop);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    private static IEnumerable<KeyValuePair<string, string>> Files(params (string Name, string Sql)[] files) =>
        files.Select(f => KeyValuePair.Create(f.Name, f.Sql));
}
