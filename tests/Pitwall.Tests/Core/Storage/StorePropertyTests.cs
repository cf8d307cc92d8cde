using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Pitwall.Core.Storage;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>Whatever is written side by side, the table holds the acknowledged pieces, whole, and nothing else.</summary>
public sealed class StorePropertyTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Sqlite_AnyInterleaving_KeepsWhatWasAcknowledged()
    {
        using var folder = new TempFolder();
        await CheckAsync(Databases.Open(folder.Path, null, TimeProvider.System), runs: 60);
    }

    [Fact]
    public async Task Postgres_AnyInterleaving_KeepsWhatWasAcknowledged()
    {
        using var folder = new TempFolder();
        await CheckAsync(Databases.Open(folder.Path, await cluster.CreateDatabaseAsync(), TimeProvider.System), runs: 25);
    }

    private static async Task CheckAsync(Database store, int runs)
    {
        await using var closing = store;
        await store.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("create table rows (piece bigint not null, at bigint not null, primary key (piece, at))", transaction: s.Transaction));
        var pieces = ArbMap.Default.ArbFor<(bool Interactive, byte Rows, byte FailAt, byte Thread)[]>();
        var property = Prop.ForAll(pieces, plan => Holds(store, plan).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(40).WithQuietOnSuccess(true), property));
    }

    private static async Task<bool> Holds(Database store, (bool Interactive, byte Rows, byte FailAt, byte Thread)[] plan)
    {
        await store.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute("delete from rows", transaction: s.Transaction));
        var threads = plan.Select((p, n) => (Piece: p, Number: n)).GroupBy(p => p.Piece.Thread % 4).Select(group => Task.Run(async () =>
        {
            // Half of them are awaited one by one, half are thrown in together.
            var tasks = new List<Task<(int, int)>>();
            foreach (var (piece, number) in group)
            {
                var task = WriteAsync(store, piece.Interactive, number, piece.Rows % 50, piece.FailAt);
                if (group.Key % 2 == 0)
                    await task;
                tasks.Add(task);
            }
            return await Task.WhenAll(tasks);
        }));
        var acknowledged = (await Task.WhenAll(threads)).SelectMany(t => t).Where(t => t.Item2 > 0).OrderBy(t => t.Item1);
        await using var connection = await store.OpenAsync();
        var stored = await connection.QueryAsync<(long, long)>("select piece, count(*) from rows group by piece order by piece");
        return acknowledged.Select(t => ((long)t.Item1, (long)t.Item2)).SequenceEqual(stored);
    }

    /// <summary>Writes the rows of a piece; one of five fails after some of them. Returns how many rows were acknowledged.</summary>
    private static async Task<(int Number, int Rows)> WriteAsync(Database store, bool interactive, int number, int rows, int failAt)
    {
        try
        {
            return await store.WriteAsync(interactive ? WriteLane.Interactive : WriteLane.Bulk, s =>
            {
                var insert = new BulkInsert("rows", [new("piece", ColumnType.Int64), new("at", ColumnType.Int64)]);
                for (var at = 0; at < rows; at++)
                    insert.Add((long)number, (long)at);
                s.Insert(insert);
                return failAt % 5 == 0 ? throw new InvalidDataException() : (number, rows);
            });
        }
        catch (InvalidDataException)
        {
            return (number, 0);
        }
    }
}
