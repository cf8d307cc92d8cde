namespace Pitwall.Sessions.Transcripts;

/// <summary>The agent program that writes a transcript, and with it the format.</summary>
public enum TranscriptFormat
{
    /// <summary>Claude Code: JSON lines, one record each.</summary>
    Claude,

    /// <summary>Codex CLI: rollout JSON lines <c>{timestamp, type, payload}</c>.</summary>
    Codex,

    /// <summary>Codex CLI: an old rollout packed with zstd.</summary>
    CodexZstd,

    /// <summary>Gemini CLI: JSON lines with <c>$set</c> changes.</summary>
    Gemini,

    /// <summary>Gemini CLI before 0.5x: one JSON document, rewritten as it grows.</summary>
    GeminiDocument,
}

/// <summary>A transcript as the file system shows it: enough to tell whether it changed without opening it.</summary>
public sealed record TranscriptFile
{
    /// <summary>Full path.</summary>
    public required string Path { get; init; }

    /// <summary>Format.</summary>
    public required TranscriptFormat Format { get; init; }

    /// <summary>Device of the file; 0 where the platform does not tell.</summary>
    public long Device { get; init; }

    /// <summary>Inode of the file; 0 where the platform does not tell.</summary>
    public long Inode { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Last write, nanoseconds since 1970.</summary>
    public required long ModifiedNs { get; init; }

    /// <summary>Name of the agent: <c>claude</c>, <c>codex</c>, <c>gemini</c>.</summary>
    public string Agent => Format switch
    {
        TranscriptFormat.Claude => "claude",
        TranscriptFormat.Codex or TranscriptFormat.CodexZstd => "codex",
        _ => "gemini",
    };

    /// <summary>True where a change means reading the whole file again: it is packed or rewritten, not appended to.</summary>
    public bool Whole => Format is TranscriptFormat.CodexZstd or TranscriptFormat.GeminiDocument;
}
