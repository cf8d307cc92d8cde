using Pitwall.Core.Records;

namespace Pitwall.Sessions.Transcripts;

/// <summary>
/// The first pass over a transcript: finds its model calls and nothing else, as fast as the file can be read. Keeps
/// what it must remember between two appends in <see cref="SaveState"/>.
/// </summary>
internal abstract class Accountant
{
    /// <summary>Calls found since the last <see cref="TakeCalls"/>.</summary>
    protected List<ModelCall> Calls { get; private set; } = [];

    /// <summary>Records passed over because a part they need is missing, by reason.</summary>
    public Dictionary<string, int> Skipped { get; } = new(StringComparer.Ordinal);

    /// <summary>The session this transcript belongs to; empty until known.</summary>
    public abstract string SessionId { get; }

    /// <summary>True where the line can hold something this pass needs: a cheap test that may say yes too often.</summary>
    public abstract bool Wants(ReadOnlySpan<byte> line);

    /// <summary>Takes one line: one JSON value, or several that lost the newline between them.</summary>
    /// <exception cref="System.Text.Json.JsonException">The line is not JSON.</exception>
    public abstract void Take(ReadOnlySpan<byte> line);

    /// <summary>What must be remembered to go on after an append.</summary>
    public abstract string SaveState();

    /// <summary>Hands over the calls found and forgets them.</summary>
    public List<ModelCall> TakeCalls()
    {
        var calls = Calls;
        Calls = [];
        return calls;
    }

    /// <summary>Counts a record that was passed over.</summary>
    protected void Skip(string reason) => Skipped[reason] = Skipped.GetValueOrDefault(reason) + 1;
}
