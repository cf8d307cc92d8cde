using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pitwall.Core.Storage.Sqlite;

/// <summary>
/// The only writer of an SQLite file: one thread, one connection, two bounded lanes. Several pieces share a transaction,
/// each in a savepoint of its own; a piece is acknowledged after the commit. Interactive work joins the open transaction
/// after the bulk piece that is running and ends it, so it waits for one bulk piece at most.
/// </summary>
internal sealed class SqliteWriteQueue : IAsyncDisposable
{
    private const int MostPiecesPerTransaction = 64;
    private const int InteractiveCapacity = 1024;

    /// <summary>Bulk pieces hold thousands of rows each: a few are enough to keep the writer busy, more only use memory.</summary>
    private const int BulkCapacity = 4;

    private static readonly TimeSpan s_longestTransaction = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_idleBeforeRest = TimeSpan.FromSeconds(2);

    private readonly Channel<WritePiece> _interactive = Channel.CreateBounded<WritePiece>(new BoundedChannelOptions(InteractiveCapacity) { SingleReader = true });
    private readonly Channel<WritePiece> _bulk = Channel.CreateBounded<WritePiece>(new BoundedChannelOptions(BulkCapacity) { SingleReader = true });
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InFlight _calls;
    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteWriteSession _session;
    private readonly TimeProvider _time;
    private readonly List<WritePiece> _group = [];
    private readonly Thread _thread;
    private volatile bool _stopping;

    public SqliteWriteQueue(SqliteFile file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _calls = new InFlight(file.Path);
        _connection = file.OpenWriter();
        _session = new SqliteWriteSession(_connection);
        _thread = new Thread(Loop) { Name = "pitwall-store", IsBackground = true };
        _thread.Start();
    }

    public async Task<T> WriteAsync<T>(WriteLane lane, Func<WriteSession, T> work, CancellationToken cancellationToken)
    {
        if (Thread.CurrentThread == _thread)
            throw new InvalidOperationException("Work in the write queue cannot wait for more work in the same queue; use the session it was given.");
        using var call = _calls.Enter();
        var piece = new WritePiece<T>(lane, work, cancellationToken);
        var queue = lane == WriteLane.Interactive ? _interactive : _bulk;
        await queue.Writer.WriteAsync(piece, cancellationToken);
        _arrived.Set();
        return await piece.Task;
    }

    /// <summary>Refuses new work, finishes all that was asked for before, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await _calls.CloseAsync())
            return;
        _stopping = true;
        _arrived.Set();
        await _stopped.Task;
        _arrived.Dispose();
    }

    private void Loop()
    {
        while (WaitForNext() is { } piece)
        {
            try
            {
                RunGroup(piece);
            }
            catch (Exception e)
            {
                // Not foreseen. Whatever it was, nobody may wait for ever, and the next piece is tried.
                piece.Fail(e);
                FailGroup(e);
            }
        }
        try
        {
            _session.Dispose();
            _connection.Dispose();
            _stopped.SetResult();
        }
        catch (Exception e)
        {
            _stopped.SetException(e);
        }
    }

    private WritePiece? WaitForNext()
    {
        var rested = false;
        while (true)
        {
            if (Take(interactiveOnly: false) is { } piece)
                return piece;
            if (_stopping)
                return null;
            if (_arrived.WaitOne(rested ? Timeout.InfiniteTimeSpan : s_idleBeforeRest) || rested)
                continue;
            // Nothing to do for a while: the log goes into the file (and to the disk), the page cache of an import is given back.
            // Both are favours, so a refusal does not matter.
            _ = raw.sqlite3_exec(_connection.Handle!, "pragma wal_checkpoint(passive); pragma shrink_memory");
            rested = true;
        }
    }

    private WritePiece? Take(bool interactiveOnly)
    {
        if (_interactive.Reader.TryRead(out var piece))
            return piece;
        return !interactiveOnly && _bulk.Reader.TryRead(out piece) ? piece : null;
    }

    private void RunGroup(WritePiece first)
    {
        SqliteTransaction transaction;
        try
        {
            transaction = _connection.BeginTransaction(deferred: false);
        }
        catch (Exception e)
        {
            first.Fail(SqliteErrors.Explain(e, _file.Path));
            return;
        }
        _group.Clear();
        try
        {
            _session.Use(transaction);
            if (RunPieces(first))
                transaction.Commit();
        }
        catch (Exception e)
        {
            FailGroup(SqliteErrors.Explain(e, _file.Path));
        }
        finally
        {
            _session.Use(null);
            RollBack(transaction);
        }
        foreach (var piece in _group)
            piece.Acknowledge();
    }

    /// <summary>Runs pieces until the group is full or nothing waits; false when there is nothing to commit.</summary>
    private bool RunPieces(WritePiece first)
    {
        var started = _time.GetTimestamp();
        var urgent = false;
        for (var piece = first; piece is not null; piece = Take(interactiveOnly: urgent || IsLong(started)))
        {
            if (piece.GaveUp)
            {
                piece.Cancel();
                continue;
            }
            urgent |= piece.Lane == WriteLane.Interactive;
            if (!RunPiece(piece))
                return false;
        }
        return _group.Count > 0;
    }

    private bool IsLong(long started) => _group.Count >= MostPiecesPerTransaction || _time.GetElapsedTime(started) >= s_longestTransaction;

    /// <summary>Runs one piece; false when the whole transaction is gone.</summary>
    private bool RunPiece(WritePiece piece)
    {
        // The first piece needs no savepoint, and a savepoint costs: the whole transaction is rolled back instead.
        var alone = _group.Count == 0;
        try
        {
            if (!alone)
                SqliteFile.Run(_connection.Handle!, "savepoint piece");
            piece.Run(_session);
            if (!alone)
                SqliteFile.Run(_connection.Handle!, "release piece");
            _group.Add(piece);
            return true;
        }
        catch (Exception e)
        {
            var error = SqliteErrors.Explain(e, _file.Path);
            piece.Fail(error);
            if (alone)
                return false;
            // A full disk can end the whole transaction; then what the others wrote is gone as well.
            if (raw.sqlite3_get_autocommit(_connection.Handle!) != 0)
            {
                FailGroup(error);
                return false;
            }
            SqliteFile.Run(_connection.Handle!, "rollback to piece; release piece");
            return true;
        }
    }

    private void FailGroup(Exception error)
    {
        foreach (var piece in _group)
            piece.Fail(error);
        _group.Clear();
    }

    private static void RollBack(SqliteTransaction transaction)
    {
        try
        {
            // Does nothing after a commit.
            transaction.Dispose();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, so there is no transaction left to end.
        }
    }
}
