using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>The store's contract on PostgreSQL, and what only a server has: parallel work and deadlocks.</summary>
public sealed class PostgresStoreTests(PostgresCluster cluster) : StoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();

    [Fact(Timeout = 60_000)]
    public async Task Write_TwoPieces_RunAtTheSameTime()
    {
        // Each waits for the other inside its transaction: one after the other they would wait for ever.
        using var both = new Barrier(2);
        await Task.WhenAll(
            Store.WriteAsync(WriteLane.Bulk, _ => both.SignalAndWait(Stop), Stop),
            Store.WriteAsync(WriteLane.Bulk, _ => both.SignalAndWait(Stop), Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task Write_Deadlock_IsRunAgain()
    {
        await InsertAsync(WriteLane.Bulk, (1, "start"), (2, "start"));
        using var both = new Barrier(2);
        var runs = 0;
        await Task.WhenAll(Crossing(1, 2), Crossing(2, 1));

        Assert.True(runs >= 3, $"{runs} runs: there was no deadlock");
        Assert.Single((await NamesAsync()).Distinct());

        Task Crossing(long first, long second)
        {
            var met = false;
            return Store.WriteAsync(WriteLane.Bulk, s =>
            {
                Interlocked.Increment(ref runs);
                Set(s, first, $"{first} then {second}");
                if (!met)
                {
                    met = true;
                    both.SignalAndWait(Stop);
                }
                Set(s, second, $"{first} then {second}");
            }, Stop);
        }

        static void Set(WriteSession s, long id, string name) =>
            s.Connection.Execute("update items set name = @name where id = @id", new { id, name }, s.Transaction);
    }

    [Fact]
    public async Task Open_NobodyListens_SaysWhereAndWhatToCheck()
    {
        await using var closed = Databases.Open(Folder.Path, "postgres://someone:hunter2@127.0.0.1:1/nothing", TimeProvider.System);

        var error = await Assert.ThrowsAsync<StoreException>(async () => await closed.OpenAsync(Stop));
        Assert.Equal(StoreFailure.Unavailable, error.Failure);
        Assert.Contains("127.0.0.1:1/nothing", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", closed.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DatabaseThatIsNotThere_SaysSo()
    {
        var address = await cluster.CreateDatabaseAsync();
        await using var missing = Databases.Open(Folder.Path, address + "_not", TimeProvider.System);

        var error = await Assert.ThrowsAsync<DatabaseConfigurationException>(() => missing.WriteAsync(WriteLane.Interactive, _ => { }, Stop));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }
}
