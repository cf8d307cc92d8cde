namespace Pitwall.Core.Streams;

/// <summary>
/// Fans items out to any number of subscribers in this process. Items are numbered 1, 2, 3 …; the last ones are kept in
/// a ring that every subscriber reads at its own pace. Publishing costs the same whoever listens and never waits: a
/// subscriber that falls behind by more than the ring holds is told the numbers it missed and goes on from the oldest
/// item that is left.
/// </summary>
/// <typeparam name="T">What is published; treat it as immutable, all subscribers share it.</typeparam>
public sealed class Broadcaster<T>
{
    private readonly Lock _gate = new();
    private readonly T[] _ring;
    private long _last;
    private TaskCompletionSource? _waiters;

    /// <param name="capacity">Items kept: how far a subscriber may fall behind, and how far back one may resume. At least 1.</param>
    public Broadcaster(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
    }

    /// <summary>Number of the latest item, 0 before the first.</summary>
    public long Last
    {
        get { lock (_gate) return _last; }
    }

    /// <summary>Publishes an item. Returns its number.</summary>
    public long Publish(T item)
    {
        TaskCompletionSource? waiters;
        long number;
        lock (_gate)
        {
            number = ++_last;
            _ring[(int)(number % _ring.Length)] = item;
            waiters = _waiters;
            _waiters = null;
        }
        // Subscribers go on in their own threads: the source holds no lock and runs none of their code.
        waiters?.TrySetResult();
        return number;
    }

    /// <summary>Subscribes to what is published from now on.</summary>
    public Subscription<T> Subscribe() => new(this, Last + 1);

    /// <summary>
    /// Subscribes from behind item <paramref name="after"/>, the last one that was seen. What the ring no longer holds is
    /// told as a gap; so is a number that was never given out, for whoever names it has seen another stream.
    /// </summary>
    public Subscription<T> Subscribe(long after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return new Subscription<T>(this, after + 1);
    }

    /// <summary>Moves up to <paramref name="into"/>'s length of items out of the ring; says what was missed before them.</summary>
    internal int Read(ref long next, Span<T> into, out Gap? gap)
    {
        lock (_gate)
        {
            gap = null;
            var oldest = Math.Max(1, _last - _ring.Length + 1);
            if (next > _last + 1)
            {
                gap = new Gap(_last + 1, next - 1);
                next = _last + 1;
            }
            else if (next < oldest)
            {
                gap = new Gap(next, oldest - 1);
                next = oldest;
            }
            var count = (int)Math.Min(into.Length, _last - next + 1);
            for (var i = 0; i < count; i++) into[i] = _ring[(int)((next + i) % _ring.Length)];
            next += count;
            return count;
        }
    }

    /// <summary>Ends when there is something to read at <paramref name="next"/>.</summary>
    internal Task WhenAvailable(long next)
    {
        lock (_gate)
        {
            if (next != _last + 1) return Task.CompletedTask;
            _waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiters.Task;
        }
    }
}
