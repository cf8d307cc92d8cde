using Pitwall.Core.Records;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Usage;
using Pitwall.Testing;
using Pitwall.Tests.Sessions.Import;

namespace Pitwall.Tests.Sessions.Usage;

public sealed class SqliteUsageServiceTests : UsageServiceTests
{
    private protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresUsageServiceTests(PostgresCluster cluster) : UsageServiceTests
{
    private protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();
}

/// <summary>Reports from the store, the same on both databases.</summary>
public abstract class UsageServiceTests : IAsyncLifetime
{
    private static readonly string[] s_columns =
    [
        "call_key", "agent", "session_id", "root_id", "project", "branch", "model", "activity", "message_id",
        "at_ms", "input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "reasoning", "web_searches", "total", "cost_nanos",
    ];

    private ImportedStore _store = null!;

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal UsageService Service => new(_store.Database, new ManualTimeProvider(Cells.Now));

    private protected abstract Task<string?> CreateDatabaseAsync();

    public async ValueTask InitializeAsync() => _store = await ImportedStore.CreateAsync(await CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task EveryReport_IsWhatItsCallsFoldTo()
    {
        var random = new Random(7);
        var calls = Enumerable.Range(0, 500).Select(i => (
            Call($"k{i}", Cells.Ms("2026-03-28") + random.NextInt64(5L * 86_400_000)) with
            {
                Agent = random.Next(2) == 0 ? "claude" : "codex",
                RootId = $"s{random.Next(5)}",
                Project = $"/p/{random.Next(3)}",
                Model = $"m{random.Next(3)}",
                Usage = new TokenUsage { Input = random.Next(1000), Output = random.Next(1000), CacheRead = random.Next(1000), CacheWrite5m = random.Next(9), CacheWrite1h = random.Next(9), Reasoning = random.Next(9), WebSearches = random.Next(2) },
                CostNanos = random.Next(4) == 0 ? null : random.NextInt64(1_000_000_000),
            },
            Activity: $"a{random.Next(3)}")).ToList();
        await InsertAsync(calls);
        var cells = calls.Select(c => UsageCell.Of(c.Item1, c.Activity)).ToList();
        UsageQuery[] queries =
        [
            Cells.Query(UsagePeriod.Daily),
            Cells.Query(UsagePeriod.Daily, "Asia/Kathmandu") with { Since = new DateOnly(2026, 3, 29), Until = new DateOnly(2026, 3, 30) },
            Cells.Query(UsagePeriod.Weekly, "America/Los_Angeles") with { Agent = "Codex" },
            Cells.Query(UsagePeriod.Monthly, "Europe/Berlin") with { Project = "1" },
            Cells.Query(UsagePeriod.Session) with { Until = new DateOnly(2026, 3, 31) },
            Cells.Query(UsagePeriod.Session) with { Project = "/p/2", Agent = "claude" },
            Cells.Query(UsagePeriod.Blocks),
            Cells.Query(UsagePeriod.Blocks, "Pacific/Auckland") with { Since = new DateOnly(2026, 3, 30), Project = "0" },
        ];
        foreach (var query in queries)
        {
            var expected = UsageJson.Write(UsageReports.Build(cells, query, Cells.Now));
            Assert.Equal(expected, UsageJson.Write(await Service.ReportAsync(query, Stop)));
            if (query.Period == UsagePeriod.Blocks)
                continue;
            var folded = await Service.CellsAsync(query, Stop);
            Assert.Equal(expected, UsageJson.Write(UsageReports.Build(folded, query, Cells.Now)));
        }
    }

    [Fact]
    public async Task Cells_KeepApartWhatAChartMayCutBy()
    {
        await InsertAsync(
        [
            (Call("a", Cells.Ms("2026-01-01T10:00")), "editing"),
            (Call("b", Cells.Ms("2026-01-01T10:14:59")), "editing"),
            (Call("c", Cells.Ms("2026-01-01T10:15")), "editing"),
            (Call("d", Cells.Ms("2026-01-01T10:00")), "testing"),
            (Call("e", Cells.Ms("2026-01-01T10:00")) with { Model = "other" }, "editing"),
        ]);
        var cells = await Service.CellsAsync(Cells.Query(UsagePeriod.Daily), Stop);
        Assert.Equal(4, cells.Count);
        var first = Assert.Single(cells, c => c.Calls == 2);
        Assert.Equal((Cells.Ms("2026-01-01T10:00"), Cells.Ms("2026-01-01T10:14:59")), (first.FirstMs, first.LastMs));
    }

    [Fact]
    public async Task Text_AnyKind_ComesBackAsItWasStored()
    {
        var project = "/home/ada/Übung 漢字 🏁/'; drop table model_calls; --";
        await InsertAsync([(Call("a", Cells.Ms("2026-01-01")) with { Project = project, Model = "" }, "")]);
        var cell = Assert.Single(await Service.CellsAsync(Cells.Query(UsagePeriod.Daily) with { Project = project }, Stop));
        Assert.Equal((project, "", ""), (cell.Project, cell.Model, cell.Activity));
    }

    [Fact]
    public async Task EmptyStore_HasEmptyReports()
    {
        foreach (var period in Enum.GetValues<UsagePeriod>())
            Assert.Empty((await Service.ReportAsync(Cells.Query(period) with { Since = new DateOnly(2026, 1, 1), Agent = "claude" }, Stop)).Rows);
    }

    [Fact]
    public async Task Cancelled_Stops()
    {
        await InsertAsync([(Call("a", Cells.Ms("2026-01-01")), "")]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service.ReportAsync(Cells.Query(UsagePeriod.Daily), new CancellationToken(true)));
    }

    private protected static ModelCall Call(string key, long atMs) => new()
    {
        Key = key,
        Agent = "claude",
        SessionId = "s1",
        RootId = "s1",
        Project = "/p",
        AtMs = atMs,
        Model = "m",
        Usage = new TokenUsage { Input = 10 },
        CostNanos = 5,
    };

    private protected Task InsertAsync(IEnumerable<(ModelCall Call, string Activity)> calls)
    {
        var rows = new BulkInsert("model_calls", [.. s_columns.Select((name, i) => new Column(name, i < 9 ? ColumnType.Text : ColumnType.Int64)), new Column("sidechain", ColumnType.Boolean)]);
        foreach (var (c, activity) in calls)
            rows.Add(c.Key, c.Agent, c.SessionId, c.RootId, c.Project, c.Branch, c.Model, activity, "", c.AtMs, c.Usage.Input, c.Usage.Output, c.Usage.CacheRead, c.Usage.CacheWrite5m, c.Usage.CacheWrite1h, c.Usage.Reasoning, c.Usage.WebSearches, c.Usage.Total, c.CostNanos, c.Sidechain);
        return _store.Database.WriteAsync(WriteLane.Bulk, session => session.Insert(rows), Stop);
    }
}
