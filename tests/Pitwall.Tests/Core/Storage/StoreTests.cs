using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>What every store does, run by SqliteStoreTests and PostgresStoreTests.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private protected static readonly Column[] ItemColumns = [new("id", ColumnType.Int64), new("name", ColumnType.Text)];

    private protected TempFolder Folder { get; } = new();

    private protected Database Store { get; private set; } = null!;

    private protected string? Address { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<string?> CreateDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        Address = await CreateDatabaseAsync();
        Store = Databases.Open(Folder.Path, Address, TimeProvider.System);
        await Store.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute("create table items (id bigint primary key, name text not null)", transaction: s.Transaction), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Insert_EveryColumnType_ComesBack()
    {
        await Store.WriteAsync(WriteLane.Bulk, s =>
        {
            var bytes = s.Dialect.Name == "sqlite" ? "blob" : "bytea";
            s.Connection.Execute($"create table kinds (id bigint primary key, t text, n bigint, d double precision, b boolean, x {bytes})", transaction: s.Transaction);
            var rows = new BulkInsert("kinds", [new("id", ColumnType.Int64), new("t", ColumnType.Text), new("n", ColumnType.Int64), new("d", ColumnType.Double), new("b", ColumnType.Boolean), new("x", ColumnType.Bytes)]);
            rows.Add(1, "naïve 日本 🏎", long.MinValue, 0.1, true, new byte[] { 0, 255 });
            rows.Add(2L, "", 7, -1.5e300, false, Array.Empty<byte>());
            rows.Add(3L, null, null, null, null, null);
            rows.Add(4L, new string('x', 100_000) + "é", long.MaxValue, 1, true, new byte[5000]);
            s.Insert(rows);
        }, Stop);

        await using var connection = await Store.OpenAsync(Stop);
        var kinds = (await connection.QueryAsync<KindRow>("select * from kinds order by id")).ToList();
        Assert.Equal(["naïve 日本 🏎", "", null, new string('x', 100_000) + "é"], kinds.Select(k => k.T));
        Assert.Equal([long.MinValue, 7, null, long.MaxValue], kinds.Select(k => k.N));
        Assert.Equal([0.1, -1.5e300, null, 1], kinds.Select(k => k.D));
        Assert.Equal([true, false, null, true], kinds.Select(k => k.B));
        Assert.Equal([[0, 255], [], null, new byte[5000]], kinds.Select(k => k.X));
    }

    [Fact]
    public async Task Insert_TextNoDatabaseTakes_IsCleanedAlikeOnBoth()
    {
        await InsertAsync(WriteLane.Bulk, (1, "a\0b"), (2, "half \ud83c pair"), (3, "whole 🏎"), (4, "end \udc00"));

        Assert.Equal(["ab", "half \ufffd pair", "whole 🏎", "end \ufffd"], await NamesAsync());
    }

    [Fact]
    public async Task Insert_MoreRowsThanOneStatement_AllArriveOnce()
    {
        await InsertAsync(WriteLane.Bulk, [.. Enumerable.Range(1, 12_345).Select(n => (n, $"name {n}"))]);

        await using var connection = await Store.OpenAsync(Stop);
        Assert.Equal((12_345L, 12_345L * 12_346 / 2), await connection.QuerySingleAsync<(long, long)>("select count(*), cast(sum(id) as bigint) from items"));
    }

    [Theory]
    [InlineData("on conflict (id) do nothing", "old")]
    [InlineData("on conflict (id) do update set name = excluded.name || ' after ' || items.name", "new after old")]
    public async Task Insert_OnConflict_DoesAsTold(string onConflict, string expected)
    {
        await InsertAsync(WriteLane.Bulk, (1, "old"));
        await Store.WriteAsync(WriteLane.Bulk, s =>
        {
            var rows = new BulkInsert("items", ItemColumns, onConflict);
            rows.Add(1L, "new");
            rows.Add(2L, "other");
            s.Insert(rows);
        }, Stop);

        Assert.Equal([expected, "other"], await NamesAsync());
    }

    [Fact]
    public async Task ForEach_Rows_UpdatesEachByItsValues()
    {
        await InsertAsync(WriteLane.Bulk, [.. Enumerable.Range(1, 1200).Select(n => (n, "old"))]);
        await Store.WriteAsync(WriteLane.Bulk, s => s.ForEach(
            "update items set name = coalesce(@p2, 'none') where id = @p0 and name <> @p2",
            [ColumnType.Int64, ColumnType.Boolean, ColumnType.Text],
            [.. Enumerable.Range(1, 1200).Select(n => new object?[] { (long)n, null, $"new {n}" })]), Stop);

        Assert.Equal(Enumerable.Range(1, 1200).Select(n => $"new {n}"), await NamesAsync());
    }

    [Fact]
    public async Task Write_WorkThatThrows_IsRolledBackAlone()
    {
        using var gate = new ManualResetEventSlim();
        var blocker = Store.WriteAsync(WriteLane.Bulk, _ => gate.Wait(Stop), Stop);
        var before = InsertAsync(WriteLane.Bulk, (1, "before"));
        var thrown = Store.WriteAsync(WriteLane.Bulk, s =>
        {
            s.Connection.Execute("insert into items (id, name) values (2, 'lost')", transaction: s.Transaction);
            throw new InvalidDataException("the work's own error");
        }, Stop);
        var refused = Store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("insert into items (id, name) values (3, 'lost'), (3, 'twice')", transaction: s.Transaction), Stop);
        var after = InsertAsync(WriteLane.Bulk, (4, "after"));
        gate.Set();

        await Task.WhenAll(blocker, before, after);
        Assert.Equal("the work's own error", (await Assert.ThrowsAsync<InvalidDataException>(() => thrown)).Message);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => refused);
        Assert.Equal(["before", "after"], await NamesAsync());
    }

    [Fact]
    public async Task Write_FirstWorkThrows_IsRolledBackAlone()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.WriteAsync(WriteLane.Interactive, s =>
        {
            s.Connection.Execute("insert into items (id, name) values (1, 'lost')", transaction: s.Transaction);
            throw new InvalidDataException();
        }, Stop));
        await InsertAsync(WriteLane.Interactive, (2, "kept"));

        Assert.Equal(["kept"], await NamesAsync());
    }

    [Fact]
    public async Task Read_WhileAWriteIsOpen_SeesOnlyWhatWasCommitted()
    {
        await InsertAsync(WriteLane.Bulk, (1, "committed"));
        using var written = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var write = Store.WriteAsync(WriteLane.Bulk, s =>
        {
            s.Connection.Execute("insert into items (id, name) values (2, 'open'); update items set name = 'changed' where id = 1", transaction: s.Transaction);
            written.Set();
            gate.Wait(Stop);
        }, Stop);
        await Task.Run(() => written.Wait(Stop), Stop);

        var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(NamesAsync)));
        gate.Set();
        await write;

        Assert.All(readers, names => Assert.Equal(["committed"], names));
        Assert.Equal(["changed", "open"], await NamesAsync());
    }

    [Fact]
    public async Task Write_GivenUpBeforeItsTurn_IsNotRun()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        // As many as either database runs at once.
        var blockers = Enumerable.Range(0, 4).Select(_ => Store.WriteAsync(WriteLane.Bulk, _ => gate.Wait(Stop), Stop)).ToList();
        var ran = false;
        var givenUp = Store.WriteAsync(WriteLane.Bulk, _ => ran = true, cancellation.Token);
        await cancellation.CancelAsync();
        gate.Set();

        await Task.WhenAll(blockers);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.False(ran);
    }

    [Fact]
    public async Task Dispose_WithWorkWaiting_FinishesItAndRefusesMore()
    {
        using var gate = new ManualResetEventSlim();
        var blocker = Store.WriteAsync(WriteLane.Bulk, _ => gate.Wait(Stop), Stop);
        // More than a lane holds: the last ones wait to be let in.
        var work = Enumerable.Range(1, 50).Select(n => InsertAsync(n % 2 == 0 ? WriteLane.Bulk : WriteLane.Interactive, (n, "kept"))).ToList();
        var disposing = Store.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(WriteLane.Interactive, (99, "late")));
        Assert.False(disposing.IsCompleted);
        gate.Set();

        await Task.WhenAll([blocker, disposing, .. work]);
        await using var again = Databases.Open(Folder.Path, Address, TimeProvider.System);
        await using var connection = await again.OpenAsync(Stop);
        Assert.Equal(50, await connection.ExecuteScalarAsync<long>("select count(*) from items"));
    }

    [Fact]
    public async Task Dialect_Hooks_MeanTheSame()
    {
        await InsertAsync(WriteLane.Bulk, (1, "a"), (2, "b"), (3, "c"));
        var d = Store.Dialect;
        await using var connection = await Store.OpenAsync(Stop);

        Assert.Equal(5, await connection.ExecuteScalarAsync<long>($"select {d.Greatest("id", "5")} from items where id = 1"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>($"select {d.Least("id", "5")} from items where id = 1"));
        Assert.Equal("a,c", await connection.ExecuteScalarAsync<string>($"select {d.Concat("name")} from items where {d.In("id", "ids")}", new { ids = new long[] { 1, 3 } }));
    }

    private protected Task InsertAsync(WriteLane lane, params (int Id, string Name)[] items) => Store.WriteAsync(lane, s =>
    {
        var rows = new BulkInsert("items", ItemColumns);
        foreach (var (id, name) in items)
            rows.Add((long)id, name);
        s.Insert(rows);
    }, Stop);

    private protected async Task<List<string>> NamesAsync()
    {
        await using var connection = await Store.OpenAsync(Stop);
        return [.. await connection.QueryAsync<string>("select name from items order by id")];
    }

    private sealed record KindRow
    {
        public string? T { get; init; }

        public long? N { get; init; }

        public double? D { get; init; }

        public bool? B { get; init; }

        public byte[]? X { get; init; }
    }
}
