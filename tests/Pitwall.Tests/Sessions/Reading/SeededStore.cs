using Pitwall.Core.Storage;
using Pitwall.Sessions.Store;
using Pitwall.Testing;

namespace Pitwall.Tests.Sessions.Reading;

/// <summary>A store whose rows a test writes itself, by the same way as the importer.</summary>
internal sealed class SeededStore : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private readonly List<Action<WriteSession>> _writes = [];
    private int _calls;

    private SeededStore(string? url)
    {
        Url = url;
        Database = Databases.Open(_data.Path, url, TimeProvider.System);
    }

    /// <summary>Data folder, for a server over this store.</summary>
    public string Folder => _data.Path;

    /// <summary>Database address, or null for SQLite.</summary>
    public string? Url { get; }

    public Database Database { get; }

    public static async Task<SeededStore> CreateAsync(string? url = null)
    {
        var store = new SeededStore(url);
        await new Migrator(store.Database, [SessionMigrations.Set], TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Writes what was added since the last time.</summary>
    public async Task<SeededStore> SaveAsync()
    {
        var writes = _writes.ToArray();
        _writes.Clear();
        await Database.WriteAsync(WriteLane.Interactive, session => { foreach (var write in writes) write(session); }, TestContext.Current.CancellationToken);
        return this;
    }

    public SeededStore Session(
        string id, string? root = null, string? parent = null, string agent = "claude", string title = "", string project = "/home/dev/shop", string branch = "main",
        string models = "claude-opus-4-8", long started = 1_000, long ended = 2_000, long errors = 0)
    {
        var rows = new BulkInsert("sessions",
        [
            new("id", ColumnType.Text), new("root_id", ColumnType.Text), new("parent_id", ColumnType.Text), new("agent", ColumnType.Text), new("subagent", ColumnType.Text),
            new("title", ColumnType.Text), new("project", ColumnType.Text), new("branch", ColumnType.Text), new("models", ColumnType.Text), new("version", ColumnType.Text),
            new("entrypoint", ColumnType.Text), new("started_ms", ColumnType.Int64), new("ended_ms", ColumnType.Int64), new("prompts", ColumnType.Int64), new("turns", ColumnType.Int64),
            new("operations", ColumnType.Int64), new("errors", ColumnType.Int64), new("compactions", ColumnType.Int64), new("api_errors", ColumnType.Int64),
            new("limits_hit", ColumnType.Int64), new("lines_added", ColumnType.Int64), new("lines_removed", ColumnType.Int64), new("records", ColumnType.Int64),
        ]);
        rows.Add(id, root ?? id, parent, agent, parent is null ? "" : "helper", title, project, branch, models, "2.1.0", "cli", started, ended, 1L, 2L, 3L, errors, 0L, 0L, 0L, 10L, 4L, 5L);
        _writes.Add(session => session.Insert(rows));
        return this;
    }

    public SeededStore Record(long id, string session, string text, string kind = "prompt", long at = 1_500, bool searchable = true)
    {
        var rows = new BulkInsert("records",
        [
            new("id", ColumnType.Int64), new("session_id", ColumnType.Text), new("kind", ColumnType.Text), new("at_ms", ColumnType.Int64), new("uuid", ColumnType.Text),
            new("model", ColumnType.Text), new("call_key", ColumnType.Text), new("label", ColumnType.Text), new("text", ColumnType.Text), new("searchable", ColumnType.Boolean),
        ]);
        rows.Add(id, session, kind, at, "", "", "", kind, text, searchable);
        _writes.Add(write =>
        {
            write.Insert(rows);
            // PostgreSQL makes its search column itself.
            if (!searchable || write.Dialect.Name != "sqlite") return;
            var index = new BulkInsert("search", [new("rowid", ColumnType.Int64), new("text", ColumnType.Text)]);
            index.Add(id, text);
            write.Insert(index);
        });
        return this;
    }

    public SeededStore Operation(long id, string session, string tool, string target, string status = "ok", string? child = null)
    {
        Record(id, session, target, "operation");
        var rows = new BulkInsert("operations",
        [
            new("id", ColumnType.Int64), new("session_id", ColumnType.Text), new("tool_use_id", ColumnType.Text), new("tool", ColumnType.Text), new("activity", ColumnType.Text),
            new("target", ColumnType.Text), new("input", ColumnType.Text), new("result", ColumnType.Text), new("result_bytes", ColumnType.Int64), new("status", ColumnType.Text),
            new("error_class", ColumnType.Text), new("started_ms", ColumnType.Int64), new("duration_ms", ColumnType.Int64), new("lines_added", ColumnType.Int64),
            new("lines_removed", ColumnType.Int64), new("child_id", ColumnType.Text),
        ]);
        rows.Add(id, session, $"toolu_{id}", tool, "running", target, "{}", "done", 4L, status, status == "error" ? "exit-code" : "", 1_500L, null, 0L, 0L, child);
        _writes.Add(write => write.Insert(rows));
        return this;
    }

    public SeededStore Call(string session, string root, long tokens, long? costNanos, long at = 1_500, string model = "claude-opus-4-8")
    {
        var rows = new BulkInsert("model_calls",
        [
            new("call_key", ColumnType.Text), new("message_id", ColumnType.Text), new("agent", ColumnType.Text), new("session_id", ColumnType.Text), new("root_id", ColumnType.Text),
            new("project", ColumnType.Text), new("branch", ColumnType.Text), new("at_ms", ColumnType.Int64), new("model", ColumnType.Text), new("input", ColumnType.Int64),
            new("output", ColumnType.Int64), new("cache_read", ColumnType.Int64), new("cache_write_5m", ColumnType.Int64), new("cache_write_1h", ColumnType.Int64),
            new("reasoning", ColumnType.Int64), new("web_searches", ColumnType.Int64), new("total", ColumnType.Int64), new("cost_nanos", ColumnType.Int64),
            new("sidechain", ColumnType.Boolean), new("activity", ColumnType.Text),
        ]);
        var key = $"call-{Interlocked.Increment(ref _calls)}";
        rows.Add(key, key, "claude", session, root, "/home/dev/shop", "main", at, model, tokens - 4, 1L, 1L, 1L, 1L, 0L, 0L, tokens, costNanos, false, "");
        _writes.Add(write => write.Insert(rows));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _data.Dispose();
    }
}
