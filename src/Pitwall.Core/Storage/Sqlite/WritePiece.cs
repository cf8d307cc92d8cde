namespace Pitwall.Core.Storage.Sqlite;

/// <summary>A piece of work in the write queue, and the task its caller waits for.</summary>
internal abstract class WritePiece(WriteLane lane, CancellationToken cancellation)
{
    public WriteLane Lane => lane;

    /// <summary>True when the caller gave up while the piece still waited; then it is not run.</summary>
    public bool GaveUp => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Runs the work and keeps its result until the commit.</summary>
    public abstract void Run(WriteSession session);

    /// <summary>Committed: hands the result to the caller.</summary>
    public abstract void Acknowledge();

    public abstract void Fail(Exception error);

    public abstract void Cancel();
}

internal sealed class WritePiece<T>(WriteLane lane, Func<WriteSession, T> work, CancellationToken cancellation) : WritePiece(lane, cancellation)
{
    // Continuations run elsewhere: a caller's code may not hold up the writer.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(WriteSession session) => _result = work(session);

    public override void Acknowledge() => _done.TrySetResult(_result!);

    public override void Fail(Exception error) => _done.TrySetException(error);

    public override void Cancel() => _done.TrySetCanceled(Cancellation);
}
