namespace Pitwall.Core.Storage;

/// <summary>Counts the calls under way, so that closing can refuse new ones and wait for the rest.</summary>
internal sealed class InFlight(string name)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _closed;

    /// <summary>Counts a call until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The store is closing.</exception>
    public Call Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, name);
            _count++;
            return new Call(this);
        }
    }

    /// <summary>Refuses new calls and waits for those under way; false when somebody closed before.</summary>
    public async Task<bool> CloseAsync()
    {
        lock (_lock)
        {
            if (_closed)
                return false;
            _closed = true;
            if (_count == 0)
                _empty.SetResult();
        }
        await _empty.Task;
        return true;
    }

    private void Leave()
    {
        lock (_lock)
        {
            _count--;
            if (_closed && _count == 0)
                _empty.SetResult();
        }
    }

    internal readonly struct Call(InFlight owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}
