using System.Text.Json;
using System.Text.Unicode;
using Pitwall.Core.Records;
using Pitwall.Sessions.Transcripts;
using Pitwall.Sessions.Transcripts.Claude;
using Pitwall.Sessions.Transcripts.Codex;
using Pitwall.Sessions.Transcripts.Gemini;

namespace Pitwall.Sessions.Import;

/// <summary>
/// The first pass: model calls only. Reads what a transcript gained since the last time and nothing else, so that what
/// was spent is on the screen before anything is indexed.
/// </summary>
internal static class AccountPass
{
    private const int HeadLength = 1024;

    /// <summary>What was found in one transcript.</summary>
    /// <param name="Row">The transcript, moved forward.</param>
    /// <param name="Calls">Its model calls, as often as they were told.</param>
    /// <param name="Restarted">The file is not what it was: all that was indexed of it must go.</param>
    /// <param name="Accountant">Holds what must be remembered; turned into text only when it is stored, because that is slow
    /// in a process that has just begun and someone waits for the figures.</param>
    internal sealed record Found(TranscriptRow Row, List<ModelCall> Calls, bool Restarted, Accountant Accountant);

    /// <summary>Accounts one transcript and moves its row forward. Throws <see cref="IOException"/> where it cannot be read.</summary>
    public static Found Run(TranscriptFile file, TranscriptRow row, ImportReport report)
    {
        using var lines = Open(file, row, report, out var restarted);
        var accountant = Create(file, row.AccountState);
        long to = row.AccountedTo;
        while (lines.TryRead(out var line))
        {
            if (lines.IsTail && !IsWhole(line)) { report.Notice("half-written last line"); break; }
            to = lines.NextStart;
            if (line.IsEmpty || !accountant.Wants(line)) continue;
            try
            {
                accountant.Take(Utf8.IsValid(line) ? line : Mend(line));
            }
            catch (JsonException)
            {
                // counted by the second pass, which reads every line
            }
        }
        if (!lines.IsTail) to = Math.Max(to, lines.NextStart);
        foreach (var (reason, count) in accountant.Skipped) report.Skip(reason, count);
        row.SessionId = Ids.Bounded(accountant.SessionId);
        row.AccountedTo = to;
        (row.AccountedSize, row.AccountedNs, row.Device, row.Inode) = (file.Size, file.ModifiedNs, file.Device, file.Inode);
        row.HeadHash = HashHead(lines, to);
        return new Found(row, accountant.TakeCalls(), restarted, accountant);
    }

    /// <summary>True where a line without a newline is all there: it holds whole JSON values.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 256 });
            while (reader.Read()) { }
            return !line.IsEmpty && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Bytes that are no UTF-8 become U+FFFD.</summary>
    public static byte[] Mend(ReadOnlySpan<byte> line) => System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(line));

    /// <summary>Opens the transcript where accounting goes on, or at its beginning if it is not the file it was.</summary>
    private static LineReader Open(TranscriptFile file, TranscriptRow row, ImportReport report, out bool restarted)
    {
        var path = TranscriptBytes.Plain(file);
        var size = path == file.Path ? file.Size : new FileInfo(path).Length;
        var lines = new LineReader(path, row.AccountedTo, size);
        lock (report) report.FilesOpened++;
        restarted = false;
        if (row.AccountedTo == 0) return lines;
        var truncated = size < row.AccountedTo;
        if (!file.Whole && !truncated && HashHead(lines, row.AccountedTo) == row.HeadHash) return lines;

        if (!file.Whole) report.Notice(truncated ? "truncated file" : "replaced file");
        restarted = true;
        (row.AccountedTo, row.AccountState) = (0, "");
        (row.IndexedTo, row.IndexedSize, row.IndexState) = (0, -1, "");
        lines.Dispose();
        return new LineReader(path, 0, size);
    }

    private static long HashHead(LineReader lines, long upTo)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        var length = lines.ReadHead(head[..(int)Math.Min(HeadLength, upTo)]);
        var hash = 0xcbf29ce484222325; // FNV-1a, 64 bits
        foreach (var b in head[..length]) hash = (hash ^ b) * 0x100000001b3;
        return (long)hash;
    }

    private static Accountant Create(TranscriptFile file, string state) => file.Format switch
    {
        TranscriptFormat.Claude => new ClaudeAccountant(file.Path, state),
        TranscriptFormat.Codex or TranscriptFormat.CodexZstd => new CodexAccountant(file.Path, state),
        _ => new GeminiAccountant(file.Path, state),
    };
}
