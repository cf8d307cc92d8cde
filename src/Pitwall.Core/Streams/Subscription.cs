namespace Pitwall.Core.Streams;

/// <summary>Items that a subscriber missed, by number, both ends inclusive.</summary>
public readonly record struct Gap(long From, long To);

/// <summary>What one read gave: perhaps a gap, then the items behind it.</summary>
/// <param name="Gap">What was missed before the first item, or null.</param>
/// <param name="First">Number of the first item (of the next one, when there is none).</param>
/// <param name="Items">Items in order, without holes.</param>
public readonly record struct StreamBatch<T>(Gap? Gap, long First, ReadOnlyMemory<T> Items);

/// <summary>One reader of a <see cref="Broadcaster{T}"/>. Not for use by two threads at once; needs no disposal.</summary>
public sealed class Subscription<T>
{
    private const int BatchSize = 64;
    private readonly Broadcaster<T> _source;
    private readonly T[] _buffer = new T[BatchSize];
    private long _next;

    internal Subscription(Broadcaster<T> source, long next)
    {
        _source = source;
        _next = next;
    }

    /// <summary>Reads what is there, at most 64 items. False when there is nothing new.</summary>
    public bool TryRead(out StreamBatch<T> batch)
    {
        var count = _source.Read(ref _next, _buffer, out var gap);
        batch = new StreamBatch<T>(gap, _next - count, _buffer.AsMemory(0, count));
        return count > 0 || gap is not null;
    }

    /// <summary>Ends when <see cref="TryRead"/> has something to give.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _source.WhenAvailable(_next).WaitAsync(cancellationToken);

    /// <summary>Waits like <see cref="WaitAsync(CancellationToken)"/>, but at most <paramref name="atMost"/>. False when the time ran out.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var available = _source.WhenAvailable(_next);
        if (available.IsCompleted) return true;
        try
        {
            await available.WaitAsync(atMost, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
