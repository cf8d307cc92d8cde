namespace Pitwall.Sessions.Api;

/// <summary>Something a watcher wants to hear of at once. The name of the event and its JSON are in <c>/api/live</c>.</summary>
public abstract record LiveEvent;

/// <summary>A session gained records, or its sums changed.</summary>
public sealed record SessionChanged : LiveEvent
{
    /// <summary>The session, or sub-agent session.</summary>
    public required string Id { get; init; }

    /// <summary>Its top-level session.</summary>
    public required string RootId { get; init; }

    /// <summary>Its newest record: what is behind it is on the page already.</summary>
    public long LastRecordId { get; init; }

    /// <summary>Title, secrets masked.</summary>
    public string Title { get; init; } = "";

    /// <summary>Last record, unix ms.</summary>
    public long EndedMs { get; init; }

    /// <summary>Cost of the priced calls of the whole tree below <see cref="RootId"/>, nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>Tokens of the whole tree below <see cref="RootId"/>.</summary>
    public long Tokens { get; init; }
}

/// <summary>How far the import is.</summary>
public sealed record ImportChanged : LiveEvent
{
    /// <summary><c>waiting</c>, <c>scanning</c>, <c>accounting</c>, <c>indexing</c>, <c>following</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "waiting";

    /// <summary>Files finished.</summary>
    public long FilesDone { get; init; }

    /// <summary>Files that changed.</summary>
    public long FilesTotal { get; init; }

    /// <summary>Bytes read and stored.</summary>
    public long BytesDone { get; init; }

    /// <summary>Bytes to read.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Bytes per second, 0 while unknown.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Seconds left, null while unknown.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>What went wrong and what to do, for <c>failed</c>.</summary>
    public string Error { get; init; } = "";
}
