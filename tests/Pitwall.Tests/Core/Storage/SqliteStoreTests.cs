using Dapper;
using Microsoft.Data.Sqlite;
using Pitwall.Core.Storage;
using Pitwall.Core.Storage.Sqlite;

namespace Pitwall.Tests.Core.Storage;

/// <summary>The store's contract on SQLite, and what only a single file has: one queue, a disk that fills, file permissions.</summary>
public sealed class SqliteStoreTests : StoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);

    [Fact]
    public async Task Write_Interactive_OvertakesWaitingBulkWork()
    {
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        var work = new List<Task> { Store.WriteAsync(WriteLane.Bulk, _ => gate.Wait(Stop), Stop) };
        for (var n = 1; n <= 3; n++)
            work.Add(Note(WriteLane.Bulk, $"bulk {n}"));
        for (var n = 1; n <= 3; n++)
            work.Add(Note(WriteLane.Interactive, $"interactive {n}"));
        gate.Set();
        await Task.WhenAll(work);

        Assert.Equal(["interactive 1", "interactive 2", "interactive 3", "bulk 1", "bulk 2", "bulk 3"], order);

        // Only the writer's thread runs work, so the list needs no lock.
        Task Note(WriteLane lane, string name) => Store.WriteAsync(lane, _ => order.Add(name), Stop);
    }

    [Fact]
    public async Task Write_MoreBulkWorkThanTheLaneHolds_WaitsOutside()
    {
        using var gate = new ManualResetEventSlim();
        using var inside = new ManualResetEventSlim();
        var blocker = Store.WriteAsync(WriteLane.Bulk, _ => { inside.Set(); gate.Wait(Stop); }, Stop);
        await Task.Run(() => inside.Wait(Stop), Stop);
        var queued = Enumerable.Range(0, 4).Select(_ => Store.WriteAsync(WriteLane.Bulk, _ => { }, Stop)).ToList();
        using var cancellation = new CancellationTokenSource();
        var outside = Store.WriteAsync(WriteLane.Bulk, _ => { }, cancellation.Token);

        // What waits outside can be called off at once; what is queued is looked at when its turn comes.
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        Assert.All(queued, task => Assert.False(task.IsCompleted));
        gate.Set();
        await Task.WhenAll([blocker, .. queued]);
    }

    [Fact]
    public async Task Write_DiskFull_FailsWithASentenceAndTheQueueLivesOn()
    {
        await Store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("pragma max_page_count = 64", transaction: s.Transaction), Stop);
        var big = new string('x', 600_000);
        using var gate = new ManualResetEventSlim();
        var blocker = Store.WriteAsync(WriteLane.Bulk, _ => gate.Wait(Stop), Stop);
        var first = InsertAsync(WriteLane.Bulk, (1, "first"));
        var full = InsertAsync(WriteLane.Bulk, (2, big));
        var last = InsertAsync(WriteLane.Bulk, (3, "last"));
        gate.Set();

        var error = await Assert.ThrowsAsync<StoreException>(() => full);
        Assert.Equal(StoreFailure.Full, error.Failure);
        Assert.Contains("pitwall.db", error.Message, StringComparison.Ordinal);
        var kept = await Acknowledged((blocker, null), (first, "first"), (last, "last"));
        Assert.Equal(kept, await NamesAsync());

        await Store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("pragma max_page_count = 100000", transaction: s.Transaction), Stop);
        await InsertAsync(WriteLane.Bulk, (4, big));
        Assert.Equal([.. kept, big], await NamesAsync());
    }

    [Fact]
    public async Task Write_AnotherProcessHoldsTheFile_FailsWithASentenceAndTheQueueLivesOn()
    {
        var path = Folder.Combine("pitwall.db");
        await using var impatient = SqliteDatabase.Open(path, TimeProvider.System, patience: TimeSpan.FromMilliseconds(50));
        await using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        await other.OpenAsync(Stop);
        await other.ExecuteAsync("begin immediate");

        var error = await Assert.ThrowsAsync<StoreException>(() => impatient.WriteAsync(WriteLane.Interactive, _ => { }, Stop));
        Assert.Equal(StoreFailure.Locked, error.Failure);

        await other.ExecuteAsync("rollback");
        await impatient.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute("insert into items (id, name) values (1, 'after')", transaction: s.Transaction), Stop);
        Assert.Equal(["after"], await NamesAsync());
    }

    [Fact]
    public async Task Write_FromInsideWork_IsRefusedInsteadOfWaitingForEver()
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => Store.WriteAsync(WriteLane.Bulk, _ => InsertAsync(WriteLane.Interactive, (1, "inner")).Wait(Stop), Stop));
        Assert.IsType<InvalidOperationException>(error.GetBaseException());
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Write_SessionKeptAfterItsWork_IsRefused()
    {
        var kept = await Store.WriteAsync(WriteLane.Bulk, s => s, Stop);
        var rows = new BulkInsert("items", ItemColumns);
        rows.Add(1L, "late");

        Assert.Throws<InvalidOperationException>(() => kept.Insert(rows));
    }

    [Fact]
    public async Task Open_ReadConnection_CannotWrite()
    {
        await using var connection = await Store.OpenAsync(Stop);

        var error = await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync("insert into items (id, name) values (1, 'past the queue')"));
        Assert.Equal(8, error.SqliteErrorCode);
    }

    [Fact]
    public void Open_NewFolder_IsForItsOwnerOnly()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var files = Directory.GetFiles(Folder.Path);
        Assert.Contains(Folder.Combine("pitwall.db-wal"), files);
        foreach (var path in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
        }
    }

    [Fact]
    public void Open_NotADatabase_SaysSo()
    {
        var path = Folder.Write("other.db", new string('?', 5000));

        var error = Assert.Throws<StoreException>(() => Databases.Open(Folder.Path, $"sqlite:{path}", TimeProvider.System));
        Assert.Equal(StoreFailure.Damaged, error.Failure);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> Acknowledged(params (Task Task, string? Name)[] work)
    {
        var kept = new List<string>();
        foreach (var (task, name) in work)
        {
            try
            {
                await task;
                if (name is not null)
                    kept.Add(name);
            }
            catch (StoreException)
            {
                // Not acknowledged: it must not be in the table.
            }
        }
        return kept;
    }
}
