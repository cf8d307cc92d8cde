using System.CommandLine;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Pitwall.Commands;
using Pitwall.Core.Storage;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary><c>pitwall db</c> as a person or a script runs it.</summary>
public sealed class DatabaseCommandsTests(PostgresCluster cluster) : IDisposable
{
    private static readonly MigrationSet s_set = new("test", [KeyValuePair.Create("0001_items.sql", "create table items (id bigint primary key, name text not null)")]);

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_WhileTheStoreIsWritten_IsWholeAndPrivate()
    {
        await using var store = await CreateStoreAsync();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            // Pairs of rows: a copy that tears a transaction has an odd number.
            for (var n = 0L; !enough.IsCancellationRequested; n += 2)
                await store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("insert into items (id, name) values (@n, 'a'), (@n + 1, 'b')", new { n }, s.Transaction), Stop);
        }, Stop);
        var file = _folder.Combine("copies", "mine.db");
        var (code, output, errors) = await RunAsync("backup", "--to", file, "--json");
        await enough.CancelAsync();
        await writing;

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(file, JsonDocument.Parse(output).RootElement.GetProperty("file").GetString());
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Combine("copies")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await using var copy = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        Assert.Equal("ok", await copy.ExecuteScalarAsync<string>("pragma integrity_check"));
        Assert.Equal(0, await copy.ExecuteScalarAsync<long>("select count(*) % 2 from items"));
    }

    [Fact]
    public async Task Backup_WithoutAFile_GoesToTheBackupsFolder()
    {
        await using var store = await CreateStoreAsync();
        var (code, output, _) = await RunAsync("backup");

        Assert.Equal(0, code);
        Assert.Contains(Assert.Single(Directory.GetFiles(_folder.Combine("backups"))), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_FileThatExists_IsNotOverwritten()
    {
        await using var store = await CreateStoreAsync();
        var mine = _folder.Write("mine.db", "precious");
        var (code, output, errors) = await RunAsync("backup", "--to", mine);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("exists already", errors, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(mine, Stop));
    }

    [Fact]
    public async Task Backup_Postgres_NamesTheToolForIt()
    {
        var (code, _, errors) = await RunAsync("backup", "--database", "postgres://u:hunter2@127.0.0.1/d");

        Assert.Equal(78, code);
        Assert.Contains("pg_dump", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("copy", "--to", "postgres://u@127.0.0.1/d")]
    public async Task Run_NoDatabaseThere_SaysSoAndMakesNone(params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(78, code);
        Assert.Contains("There is no database", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Copy_ToPostgres_PrintsWhatIsThere()
    {
        await using var store = await CreateStoreAsync();
        await store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("insert into items (id, name) values (1, 'a'), (2, 'b')", transaction: s.Transaction), Stop);
        var target = await cluster.CreateDatabaseAsync();
        var (code, output, errors) = await RunAsync("copy", "--to", target, "--json");

        Assert.Equal((0, ""), (code, errors));
        var result = JsonDocument.Parse(output).RootElement;
        var table = Assert.Single(result.GetProperty("tables").EnumerateArray());
        Assert.Equal(("items", 2, 64), (table.GetProperty("name").GetString(), table.GetProperty("rows").GetInt32(), table.GetProperty("checksum").GetString()!.Length));
        Assert.False(result.GetProperty("wasIdentical").GetBoolean());

        var (again, text, _) = await RunAsync("copy", "--to", target);
        Assert.Equal(0, again);
        Assert.Contains("already held the same rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_ServerThatIsNotThere_FailsWithASentence()
    {
        await using var store = await CreateStoreAsync();
        var (code, output, errors) = await RunAsync("copy", "--to", "postgres://u:hunter2@127.0.0.1:1/d", "--json");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("127.0.0.1:1/d does not answer", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    private async Task<Database> CreateStoreAsync()
    {
        var store = Databases.Open(_folder.Path, null, _clock);
        await new Migrator(store, [s_set], _clock).RunAsync(Stop);
        return store;
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var command = DatabaseCommands.Create([s_set], data => data ?? _folder.Path, _clock);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, Stop);
        return (code, output.ToString(), errors.ToString());
    }
}
