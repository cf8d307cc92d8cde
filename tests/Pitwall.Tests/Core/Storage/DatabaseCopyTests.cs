using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Reading;
using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>Moving a whole store from SQLite to PostgreSQL and back, with the product's own schema.</summary>
public sealed class DatabaseCopyTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private Database _source = null!;
    private Database _target = null!;

    private static readonly MigrationSet s_sessions = new("sessions", typeof(SessionFilter).Assembly)
    {
        FillSqliteSearch = "insert into search(rowid, text) select id, text from records where searchable",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = Databases.Open(_folder.Path, null, _clock);
        _target = Databases.Open(_folder.Path, await cluster.CreateDatabaseAsync(), _clock);
        await new Migrator(_source, [s_sessions], _clock).RunAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_EmptyTarget_GetsEveryRowUnchanged()
    {
        await FillAsync(records: 12_000);
        var reports = new List<CopyProgress>();
        var result = await CopyAsync(_source, _target, reports.Add);

        Assert.False(result.WasIdentical);
        Assert.Equal(
            [("model_calls", 3L), ("operations", 0), ("pricing", 0), ("records", 12_000), ("sessions", 0), ("titles", 0), ("transcripts", 1)],
            result.Tables.Select(t => (t.Name, t.Rows)));
        Assert.Equal([("records", 10_000L, false), ("records", 10_000, true)], reports.Select(r => (r.Table, r.Rows, r.Checking)));
        // Compared by other means than the copy's own checksum.
        foreach (var sql in new[]
        {
            "select id, session_id, kind, at_ms, text, searchable from records order by id",
            "select call_key, input, cost_nanos, sidechain from model_calls order by call_key",
            "select id, path, device, accounted_ns, missing from transcripts",
        })
            Assert.Equal(await PrintAsync(_source, sql), await PrintAsync(_target, sql));
        await using var connection = await _target.OpenAsync(Stop);
        Assert.Equal(4_800, await connection.ExecuteScalarAsync<long>("select count(*) from records where search @@ to_tsquery('simple', 'strasse')"));
    }

    [Fact]
    public async Task Run_ThereAndBack_IsTheSameAndCanBeSearched()
    {
        await FillAsync(records: 200);
        var there = await CopyAsync(_source, _target);
        await using var third = Databases.Open(_folder.Path, $"sqlite:{_folder.Combine("third", "pitwall.db")}", _clock);
        var back = await CopyAsync(_target, third);

        Assert.Equal(there.Tables, back.Tables);
        await using var connection = await third.OpenAsync(Stop);
        Assert.Equal(80, await connection.ExecuteScalarAsync<long>("select count(*) from search where search match 'strasse'"));
    }

    [Fact]
    public async Task Run_Twice_FindsItIdentical()
    {
        await FillAsync(records: 200);
        var first = await CopyAsync(_source, _target);
        var second = await CopyAsync(_source, _target);

        Assert.True(second.WasIdentical);
        Assert.Equal(first.Tables, second.Tables);
    }

    [Theory]
    [InlineData("update records set text = text || ' ' where id = 7")]
    [InlineData("delete from records where id = 7")]
    [InlineData("update model_calls set cost_nanos = 0 where cost_nanos is null")]
    [InlineData("update model_calls set input = output, output = input where call_key = 'b'")]
    public async Task Run_TargetThatDiffers_IsRefusedAndLeftAlone(string change)
    {
        await FillAsync(records: 20);
        await CopyAsync(_source, _target);
        await _target.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute(change, transaction: s.Transaction), Stop);

        var error = await Assert.ThrowsAsync<DatabaseCopyException>(() => CopyAsync(_source, _target));
        Assert.Contains("not empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RowsChangedOnTheWay_KeepsNothing()
    {
        await FillAsync(records: 20);
        await new Migrator(_target, [s_sessions], _clock).RunAsync(Stop);
        // A trigger stands for whatever may damage a row between the two.
        await _target.WriteAsync(WriteLane.Bulk, s => s.Connection.Execute("""
            create function damage() returns trigger language plpgsql as $$
            begin
              if new.id = 7 then new.text := 'damaged'; end if;
              return new;
            end $$;
            create trigger damage before insert on records for each row execute function damage();
            """, transaction: s.Transaction), Stop);

        var error = await Assert.ThrowsAsync<DatabaseCopyException>(() => CopyAsync(_source, _target));
        Assert.Contains("Table records did not arrive as it was sent", error.Message, StringComparison.Ordinal);
        await using var connection = await _target.OpenAsync(Stop);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select (select count(*) from records) + (select count(*) from model_calls)"));
    }

    [Fact]
    public async Task Run_SourceWrittenMeanwhile_CopiesOneMoment()
    {
        await FillAsync(records: 10_000);
        var result = await CopyAsync(_source, _target, report =>
        {
            if (!report.Checking)
                _source.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute("delete from transcripts", transaction: s.Transaction), Stop).Wait(Stop);
        });

        Assert.Equal(1, result.Tables.Single(t => t.Name == "transcripts").Rows);
        Assert.Equal("0", await PrintAsync(_source, "select count(*) from transcripts"));
    }

    [Fact]
    public async Task Run_SameDatabase_IsRefused()
    {
        await using var same = Databases.Open(_folder.Path, null, _clock);

        await Assert.ThrowsAsync<DatabaseCopyException>(() => CopyAsync(_source, same));
    }

    private Task<CopyResult> CopyAsync(Database from, Database to, Action<CopyProgress>? report = null) =>
        Task.Run(() => new DatabaseCopy(from, to, [s_sessions], _clock).RunAsync(report, Stop), Stop);

    private Task FillAsync(int records) => _source.WriteAsync(WriteLane.Bulk, session => Fill(session, records), Stop);

    private static void Fill(WriteSession session, int count)
    {
        session.Connection.Execute("""
            insert into transcripts (id, agent, path, device, inode, head_hash, session_id, accounted_to, accounted_size, accounted_ns, account_state, indexed_to, indexed_size, indexed_ns, index_state, missing)
            values (1, 'claude', '/home/ann/ü.jsonl', 9223372036854775807, -1, -9223372036854775808, 's', 0, 5, 1735689600123456789, '', 0, 5, 1735689600123456789, '', true);
            insert into model_calls (call_key, message_id, agent, session_id, root_id, project, branch, at_ms, model, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, web_searches, total, cost_nanos, sidechain)
            values ('a', '', '', '', '', '', '', 1, '', 1, 2, 3, 4, 5, 6, 7, 8, null, true), ('b', '', '', '', '', '', '', 1, '', 1, 2, 3, 4, 5, 6, 7, 8, 0, false), ('Z', '', '', '', '', '', '', 1, '', 1, 2, 3, 4, 5, 6, 7, 8, 9, false)
            """, transaction: session.Transaction);
        var records = new BulkInsert("records",
        [
            new("id", ColumnType.Int64), new("session_id", ColumnType.Text), new("kind", ColumnType.Text), new("at_ms", ColumnType.Int64), new("uuid", ColumnType.Text),
            new("model", ColumnType.Text), new("call_key", ColumnType.Text), new("label", ColumnType.Text), new("text", ColumnType.Text), new("searchable", ColumnType.Boolean),
        ]);
        for (var n = 1L; n <= count; n++)
            records.Add(n, $"s{n / 100}", "prompt", 1_700_000_000_000 + n, "", "", "", n == 3 ? "" : "label 🏎", n % 10 == 0 ? "" : $"strasse 'quoted' \\ \t\n{n} ä", n % 2 == 0);
        session.Insert(records);
    }

    private static async Task<string> PrintAsync(Database database, string sql)
    {
        await using var connection = await database.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var lines = new List<string>();
        while (await reader.ReadAsync(Stop))
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Print(reader.GetValue(i)))));
        return string.Join('\n', lines);

        // SQLite gives a boolean as 0 or 1.
        static string Print(object value) => value switch { DBNull => "null", bool flag => flag ? "1" : "0", _ => $"{value}" };
    }
}
