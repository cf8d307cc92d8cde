using System.Text;
using Dapper;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Transcripts;
using Pitwall.Testing;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>A store in a temporary folder, and what an import does to it.</summary>
internal sealed class ImportedStore : IAsyncDisposable
{
    private readonly TempFolder _data = new();

    private ImportedStore(string? url) => Database = Databases.Open(_data.Path, url, TimeProvider.System);

    public Database Database { get; }

    public static async Task<ImportedStore> CreateAsync(string? url = null)
    {
        var store = new ImportedStore(url);
        await new Migrator(store.Database, [Pitwall.Sessions.Store.SessionMigrations.Set], TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Imports with an importer of its own, as a new process would.</summary>
    public async Task<ImportReport> ImportAsync(params string[] paths)
    {
        using var importer = new Importer(Database, TimeProvider.System);
        return await importer.RunAsync(TranscriptFinder.FindIn(paths), WriteLane.Bulk, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything the import wrote, as text: two stores with the same dump are the same.</summary>
    public async Task<string> DumpAsync(bool ids = true)
    {
        var text = new StringBuilder();
        await using var connection = await Database.OpenAsync();
        foreach (var sql in new[]
        {
            "select * from model_calls order by call_key",
            "select * from sessions order by id",
            ids ? "select * from records order by id" : "select session_id, kind, at_ms, uuid, model, call_key, label, text, searchable from records order by session_id, uuid, at_ms, kind, text",
            ids ? "select * from operations order by id" : "select session_id, tool_use_id, tool, activity, target, input, result, status, error_class, started_ms, duration_ms, lines_added, lines_removed, child_id from operations order by session_id, tool_use_id",
            "select * from titles order by leaf_uuid",
        })
        {
            foreach (IDictionary<string, object?> row in (await connection.QueryAsync(sql)).Cast<IDictionary<string, object?>>())
                text.AppendJoin('|', row.Where(c => c.Key != "search").Select(c => $"{c.Key}={c.Value}")).Append('\n');
        }
        if (Database.Dialect.Name == "sqlite")
        {
            // The full-text index must agree with the records it was made of.
            await Database.WriteAsync(WriteLane.Interactive, s => s.Connection.Execute("insert into search (search, rank) values ('integrity-check', 0)", transaction: s.Transaction));
        }
        return text.ToString();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _data.Dispose();
    }
}
