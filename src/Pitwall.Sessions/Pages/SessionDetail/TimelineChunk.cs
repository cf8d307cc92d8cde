using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>Which part of a timeline a page or a fragment of it wants.</summary>
public sealed record TimelineRequest
{
    /// <summary>Items after this id; null with nothing else set: from the start.</summary>
    public long? After { get; init; }

    /// <summary>The items just before this id.</summary>
    public long? Before { get; init; }

    /// <summary>The surroundings of this id.</summary>
    public long? At { get; init; }

    /// <summary>The end of the timeline.</summary>
    public bool End { get; init; }

    /// <summary>Prompts before the part, -1 where unknown because reading began in the middle.</summary>
    public int Turn { get; init; } = -1;

    /// <summary>When the last prompt before the part was written, unix ms; 0 where unknown.</summary>
    public long TurnFromMs { get; init; }

    /// <summary>Shown inside another session's timeline.</summary>
    public bool Nested { get; init; }

    /// <summary>Asked for because the session has grown: its items are marked as new.</summary>
    public bool Live { get; init; }

    /// <summary>Reads it from an address.</summary>
    public static TimelineRequest From(IQueryCollection query)
    {
        var request = new TimelineRequest
        {
            After = Number(query, "after"),
            Before = Number(query, "before"),
            At = Number(query, "at"),
            End = query["end"] == "1",
            TurnFromMs = Number(query, "from") ?? 0,
            Nested = query["nested"] == "1",
            Live = query["live"] == "1",
        };
        var fromStart = request is { After: null, Before: null, At: null, End: false };
        return request with { Turn = (int)Math.Min(Number(query, "turn") ?? (fromStart ? 0 : -1), int.MaxValue) };
    }

    private static long? Number(IQueryCollection query, string name) =>
        long.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What one prompt set off, up to the next prompt.</summary>
/// <param name="Number">1 for the first prompt; 0 where unknown.</param>
/// <param name="DurationMs">From the prompt to the last model call.</param>
/// <param name="Calls">Model calls, those of sub-agents included.</param>
/// <param name="CostNanos">Cost of the priced ones.</param>
/// <param name="UnpricedCalls">Calls without a known price.</param>
/// <param name="Context">Tokens of context that the last call of the session itself read; 0 where unknown.</param>
public sealed record Turn(int Number, long DurationMs, int Calls, long CostNanos, int UnpricedCalls, long Context);

/// <summary>A line of a timeline: an item, or the end of a turn.</summary>
/// <param name="Item">The item, if it is one.</param>
/// <param name="Turn">The turn that ends here, if one does.</param>
/// <param name="Prompt">Number of the prompt that the item is, or 0.</param>
/// <param name="NamesModel">Whether the item is an answer of another model than the one before it.</param>
public readonly record struct TimelineRow(TimelineItem? Item, Turn? Turn, int Prompt, bool NamesModel = false);

/// <summary>A part of a timeline, ready to be shown.</summary>
public sealed record TimelineChunk
{
    /// <summary>The session.</summary>
    public required SessionSummary Session { get; init; }

    /// <summary>What was asked.</summary>
    public required TimelineRequest Request { get; init; }

    /// <summary>Lines in order.</summary>
    public required IReadOnlyList<TimelineRow> Rows { get; init; }

    /// <summary>Whether there are items before the first line that a button should fetch.</summary>
    public bool Earlier { get; init; }

    /// <summary>Whether there are items after the last line.</summary>
    public bool More { get; init; }

    /// <summary>Whether what comes after the last line follows in this part's own way (scrolling, live); not so for earlier parts.</summary>
    public bool Continues { get; init; } = true;

    /// <summary>Whether the session is being written.</summary>
    public bool Running { get; init; }

    /// <summary>Id of the first item; 0 without items.</summary>
    public long FirstId { get; init; }

    /// <summary>Id of the last item, or of the one that the request came after.</summary>
    public long LastId { get; init; }

    /// <summary>Prompts up to the last line, -1 where unknown.</summary>
    public int Turn { get; init; }

    /// <summary>When the last of them was written.</summary>
    public long TurnFromMs { get; init; }

    /// <summary>Model calls of the session and its sub-agents, by time; empty where they were not needed.</summary>
    public IReadOnlyList<CallPoint> Calls { get; init; } = [];

    /// <summary>Sub-agent sessions by id.</summary>
    public required IReadOnlyDictionary<string, SessionSummary> Children { get; init; }
}
