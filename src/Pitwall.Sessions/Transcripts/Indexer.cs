using System.Text.Json;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Transcripts;

/// <summary>The second pass over a transcript: everything a person reads or searches for.</summary>
internal abstract class Indexer(TimelineBuilder timeline)
{
    /// <summary>Where the finds go.</summary>
    protected TimelineBuilder Timeline { get; } = timeline;

    /// <summary>Takes one record.</summary>
    public abstract void Take(JsonElement record);

    /// <summary>True where a line is one of many that hold nothing to show, told by its first bytes: it need not be parsed.</summary>
    public virtual bool PassesOver(ReadOnlySpan<byte> line) => false;

    /// <summary>Called before the state is saved.</summary>
    public virtual void Save() { }

    /// <summary>Counts a record that is known and holds nothing to show, or that could not be used.</summary>
    protected void Skip(string reason)
    {
        var skipped = Timeline.State.Skipped;
        // Types are text from the file: a hostile one must not grow the table without end.
        if (reason.Length > 60) reason = reason[..60];
        if (skipped.Count >= 100 && !skipped.ContainsKey(reason)) reason = "more types";
        skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
    }
}
