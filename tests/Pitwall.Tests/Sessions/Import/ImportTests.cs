using Pitwall.Testing;
using static Pitwall.Tests.Sessions.Import.ClaudeLines;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>Files as they are met in the wild: growing, cut, moved, joined, broken.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string S = "11111111-2222-4333-8444-555555555555";
    private readonly TempFolder _folder = new();
    private ImportedStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Main => _folder.Combine("-home-dev-shop", S + ".jsonl");

    public async ValueTask InitializeAsync()
    {
        _store = await ImportedStore.CreateAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(Main)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Import_Unchanged_OpensNoFile()
    {
        for (var i = 0; i < 30; i++) await WriteAsync(_folder.Combine("p", $"s{i}.jsonl"), User($"s{i}", $"u{i}", "hello"), Answer($"s{i}", $"a{i}", $"msg_{i}", $"req_{i}", "hi"));
        var files = Pitwall.Sessions.Transcripts.TranscriptFinder.FindIn([_folder.Path]);
        using var importer = new Pitwall.Sessions.Import.Importer(_store.Database, TimeProvider.System);
        var first = await importer.RunAsync(files, Pitwall.Core.Storage.WriteLane.Bulk, Stop);
        Assert.Equal((30, 60), (first.FilesRead, first.FilesOpened));

        using var again = new Pitwall.Sessions.Import.Importer(_store.Database, TimeProvider.System);
        var second = await again.RunAsync(files, Pitwall.Core.Storage.WriteLane.Bulk, Stop);
        Assert.Equal((30, 0, 0, 0L), (second.FilesUnchanged, second.FilesOpened, second.FilesRead, second.Bytes));
    }

    [Fact]
    public async Task Import_AppendedLine_CostsItselfAlone()
    {
        await WriteAsync(Main, [.. Enumerable.Range(0, 500).Select(i => User(S, $"u{i}", new string('x', 1000)))]);
        await _store.ImportAsync(Main);
        var line = Answer(S, "a", "msg_1", "req_1", "the end");
        await File.AppendAllTextAsync(Main, line + "\n", Stop);
        var report = await _store.ImportAsync(Main);
        Assert.Equal((long)line.Length + 1, report.Bytes);
        Assert.Equal(1, report.Records);
        Assert.Equal(501, await _store.ScalarAsync<long>("select count(*) from records"));
    }

    [Fact]
    public async Task Import_HalfWrittenLastLine_WaitsForItsEnd()
    {
        var line = Answer(S, "a", "msg_1", "req_1", "all of it");
        await File.WriteAllTextAsync(Main, User(S, "u", "q") + "\n" + line[..60], Stop);
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["half-written last line"]);
        Assert.Equal(0, await _store.ScalarAsync<long>("select count(*) from model_calls"));

        await File.AppendAllTextAsync(Main, line[60..], Stop); // whole, though no newline follows
        await _store.ImportAsync(Main);
        Assert.Equal("all of it", await _store.ScalarAsync<string>("select text from records where kind = 'answer'"));
        Assert.Equal(160, await _store.ScalarAsync<long>("select total from model_calls"));
    }

    [Fact]
    public async Task Import_TwoValuesOnOneLine_TakesBoth()
    {
        await WriteAsync(Main, Answer(S, "a", "msg_1", "req_1", "one") + """{"type":"summary","summary":"A title","leafUuid":"a"}""", User(S, "u", "two"));
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["two values on one line"]);
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from records"));
        Assert.Equal(1, await _store.ScalarAsync<long>("select count(*) from model_calls"));
    }

    [Fact]
    public async Task Import_LineOfManyMegabytes_IsReadAndCut()
    {
        await WriteAsync(Main, User(S, "u", new string('a', 9_000_000)), Answer(S, "a", "msg_1", "req_1", "after"));
        await _store.ImportAsync(Main);
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from records"));
        Assert.InRange(await _store.ScalarAsync<long>("select length(text) from records where kind = 'prompt'"), 200_000, 300_000);
    }

    [Fact]
    public async Task Import_InvalidUtf8_IsMendedAndCounted()
    {
        var line = System.Text.Encoding.UTF8.GetBytes(User(S, "u", "caf? au lait"));
        line[Array.IndexOf(line, (byte)'?')] = 0xe9;
        await File.WriteAllBytesAsync(Main, [.. line, (byte)'\n'], Stop);
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["invalid UTF-8"]);
        Assert.Equal("caf\uFFFD au lait", await _store.ScalarAsync<string>("select text from records"));
    }

    [Fact]
    public async Task Import_HalfAnEmoji_BecomesAReplacementCharacter()
    {
        await WriteAsync(Main, User(S, "u", "cut X here").Replace("X", "\\ud83d", StringComparison.Ordinal));
        await _store.ImportAsync(Main);
        Assert.Equal("cut \uFFFD here", await _store.ScalarAsync<string>("select text from records"));
    }

    [Fact]
    public async Task Import_ClockRunningBackwards_KeepsTheOrderOfTheFile()
    {
        await WriteAsync(Main, User(S, "u1", "first", "2026-11-20T12:00:00.000Z"), User(S, "u2", "second", "2026-11-20T11:00:00.000Z"));
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["clock ran backwards"]);
        Assert.Equal("first", await _store.ScalarAsync<string>("select text from records order by id limit 1"));
        Assert.Equal(1, await _store.ScalarAsync<long>("select count(*) from sessions where started_ms = 1795172400000 and ended_ms = 1795176000000"));
    }

    [Fact]
    public async Task Import_TruncatedFile_IsReadAnewAndSpendIsKept()
    {
        await WriteAsync(Main, User(S, "u", "q"), Answer(S, "a1", "msg_1", "req_1", "one"), Answer(S, "a2", "msg_2", "req_2", "two"));
        await _store.ImportAsync(Main);
        await WriteAsync(Main, User(S, "u", "q"), Answer(S, "a1", "msg_1", "req_1", "one"));
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["truncated file"]);
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from records"));
        Assert.Equal(2, await _store.ScalarAsync<long>("select records from sessions"));
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from model_calls")); // the call was made, whatever became of its record
        await _store.DumpAsync();
    }

    [Fact]
    public async Task Import_ReplacedFile_IsReadAnew()
    {
        await WriteAsync(Main, User(S, "u", "old words"));
        await _store.ImportAsync(Main);
        await WriteAsync(Main, User(S, "v", "something else entirely"), Answer(S, "a", "msg_1", "req_1", "yes"));
        var report = await _store.ImportAsync(Main);
        Assert.Equal(1, report.Noticed["replaced file"]);
        Assert.Equal(0, await _store.ScalarAsync<long>("select count(*) from records where text = 'old words'"));
        Assert.Equal(2, await _store.ScalarAsync<long>("select count(*) from records"));
        await _store.DumpAsync();
    }

    [Fact]
    public async Task Import_RenamedFile_IsTheSameTranscript()
    {
        await WriteAsync(Main, User(S, "u", "q"), Answer(S, "a1", "msg_1", "req_1", "one"));
        await _store.ImportAsync(Main);
        var moved = _folder.Combine("-home-dev-elsewhere", S + ".jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        File.Move(Main, moved);
        await File.AppendAllTextAsync(moved, Answer(S, "a2", "msg_2", "req_2", "two") + "\n", Stop);
        var report = await _store.ImportAsync(moved);
        Assert.Equal(1, report.Noticed["renamed file"]);
        Assert.Equal(1, report.Records);
        Assert.Equal(1, await _store.ScalarAsync<long>("select count(*) from transcripts"));
        Assert.Equal(3, await _store.ScalarAsync<long>("select records from sessions"));
    }

    [Fact]
    public async Task Import_UnknownType_IsKeptAsSuch()
    {
        await WriteAsync(Main, User(S, "u", "q"), """{"type":"from-the-future","uuid":"f","timestamp":"2027-01-01T00:00:00.000Z","news":[1,2]}""");
        await _store.ImportAsync(Main);
        Assert.Equal("from-the-future", await _store.ScalarAsync<string>("select label from records where kind = 'other'"));
        Assert.Contains("\"news\":[1,2]", await _store.ScalarAsync<string>("select text from records where kind = 'other'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Secret_IsMaskedBeforeItIsStored()
    {
        const string key = "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuvwxyz-AbCdEfGhIjKl-AA";
        await WriteAsync(Main, User(S, "u", "my key is " + key), Call(S, "a", "msg_1", "req_1", "t1", "Bash", new { command = "export KEY=" + key }), Result(S, "r", "t1", "KEY=" + key, error: true));
        await _store.ImportAsync(Main);
        Assert.DoesNotContain("AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", await _store.DumpAsync(), StringComparison.Ordinal);
    }

    private static Task WriteAsync(string path, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, string.Join('\n', lines) + "\n", Stop);
    }
}
