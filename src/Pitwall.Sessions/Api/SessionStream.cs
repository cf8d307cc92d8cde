using System.Globalization;
using Pitwall.Core.Streams;

namespace Pitwall.Sessions.Api;

/// <summary>
/// What happens to sessions, live: the importer publishes, open pages and <c>/api/live</c> listen. Knows the last state of
/// the import, for whoever comes later.
/// </summary>
public sealed class SessionStream(TimeProvider time)
{
    /// <summary>Enough for minutes of a busy machine: a page that reconnects after a short sleep resumes without loss.</summary>
    private const int Kept = 4096;

    private readonly Broadcaster<LiveEvent> _events = new(Kept);
    private ImportChanged _import = new();

    /// <summary>Names this life of the server. Numbers of an earlier one mean nothing in it.</summary>
    public string Epoch { get; } = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The last known state of the import.</summary>
    public ImportChanged Import => Volatile.Read(ref _import);

    /// <summary>Publishes a change of a session.</summary>
    public void Publish(SessionChanged change) => _events.Publish(change);

    /// <summary>Publishes a state of the import.</summary>
    public void Publish(ImportChanged import)
    {
        Volatile.Write(ref _import, import);
        _events.Publish(import);
    }

    /// <summary>Listens from now on.</summary>
    public Subscription<LiveEvent> Subscribe() => _events.Subscribe();

    /// <summary>The id of an item, as <c>Last-Event-ID</c> brings it back.</summary>
    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{number}");

    /// <summary>
    /// Listens from behind the event that <paramref name="lastEventId"/> names. False when it is of another life of the
    /// server or no id at all: then events may be missing, and the subscription begins now.
    /// </summary>
    public bool TryResume(string lastEventId, out Subscription<LiveEvent> subscription)
    {
        var dash = lastEventId.IndexOf('-');
        if (dash > 0 && lastEventId.AsSpan(0, dash).SequenceEqual(Epoch)
            && long.TryParse(lastEventId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var after) && after < long.MaxValue)
        {
            subscription = _events.Subscribe(after);
            return true;
        }
        subscription = _events.Subscribe();
        return false;
    }
}
