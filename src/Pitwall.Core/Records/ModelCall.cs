namespace Pitwall.Core.Records;

/// <summary>One request to a language model, whatever told us of it. The same call seen twice has the same <see cref="Key"/>.</summary>
public sealed record ModelCall
{
    /// <summary>Identity across all sources, such as <c>msg_01…|req_01…</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The program that made the call: <c>claude</c>, <c>codex</c>, <c>gemini</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The session (or sub-agent session) it belongs to.</summary>
    public required string SessionId { get; init; }

    /// <summary>The top-level session above it; equal to <see cref="SessionId"/> where there is none.</summary>
    public required string RootId { get; init; }

    /// <summary>Working directory of the project, or empty where unknown.</summary>
    public string Project { get; init; } = "";

    /// <summary>Git branch, or empty.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Unix milliseconds UTC.</summary>
    public required long AtMs { get; init; }

    /// <summary>Model as resolved by the provider, with <c>-fast</c> appended for fast mode; empty where the record names none.</summary>
    public required string Model { get; init; }

    /// <summary>Tokens in disjoint buckets.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>Made by a side chain (a sub-agent, an aside): loses against the same call on the main chain.</summary>
    public bool Sidechain { get; init; }

    /// <summary>Cost in nano-dollars (1e-9 USD) at the price of its day; null where the model has no known price.</summary>
    public long? CostNanos { get; init; }
}
