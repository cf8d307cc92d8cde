using FsCheck;
using FsCheck.Fluent;
using TestData = Pitwall.Testing.TestData;
using TempFolder = Pitwall.Testing.TempFolder;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>What must hold for every file and every way it grew.</summary>
public sealed class ImportPropertyTests
{
    private static readonly string s_samples = Path.Combine(TestData.Repository, "samples");

    public static TheoryData<string> Samples() => [.. Directory.EnumerateFiles(s_samples, "*.jsonl", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(s_samples, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Import_AnySplitIntoAppends_GivesTheSameStore(string sample)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(s_samples, sample), TestContext.Current.CancellationToken);
        if (bytes.Length > 120_000) bytes = bytes[..120_000]; // ends in the middle of a line, as a file being written does
        using var folder = new TempFolder();
        var path = folder.Combine(sample);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        await using var whole = await ImportedStore.CreateAsync();
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await whole.ImportAsync(path);
        var expected = await whole.DumpAsync();

        var random = new Random(sample.Length * 7919 + bytes.Length);
        for (var round = 0; round < 3; round++)
        {
            File.Delete(path);
            await using var grown = await ImportedStore.CreateAsync();
            var cuts = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(bytes.Length)).Append(bytes.Length).Order().ToList();
            var from = 0;
            foreach (var cut in cuts)
            {
                await using (var file = new FileStream(path, FileMode.Append)) await file.WriteAsync(bytes.AsMemory(from, cut - from), TestContext.Current.CancellationToken);
                from = cut;
                await grown.ImportAsync(path);
            }
            Assert.Equal(expected, await grown.DumpAsync());
        }
    }

    [Fact]
    public async Task Import_AnyOrderOfFiles_GivesTheSameTotals()
    {
        var files = Pitwall.Sessions.Transcripts.TranscriptFinder.FindIn([s_samples]).Select(f => f.Path).ToArray();
        Assert.True(files.Length > 3, "samples/ must hold transcripts");
        await using var together = await ImportedStore.CreateAsync();
        await together.ImportAsync(s_samples);
        var expected = await together.DumpAsync(ids: false);

        var random = new Random(11);
        for (var round = 0; round < 4; round++)
        {
            random.Shuffle(files);
            await using var apart = await ImportedStore.CreateAsync();
            foreach (var file in files) await apart.ImportAsync(file);
            Assert.Equal(expected, await apart.DumpAsync(ids: false));
        }
    }

    [Fact]
    public void Import_ArbitraryBytes_NeverFails()
    {
        using var folder = new TempFolder();
        var names = new[] { "a1b2.jsonl", "rollout-2026-11-20T11-32-25-x.jsonl", "session-x.jsonl" };
        var heads = new[] { "{\"type\":\"user\",\"sessionId\":\"s\",\"parentUuid\":null}\n", "{\"timestamp\":\"2026-11-20T11:32:30.574Z\",\"type\":\"session_meta\",\"payload\":{\"id\":\"t\"}}\n", "{\"sessionId\":\"g\",\"projectHash\":\"h\"}\n" };
        var pieces = Gen.Elements(
            "{", "}", "[", "]", "\"", "\\", "\n", ",", ":", "null", "true", "1e999", "-1", "\\ud83d", "\0", "\u001b[31m", "{\"type\":\"assistant\",\"message\":{\"usage\":{\"output_tokens\":1e400}}}\n",
            "{\"type\":\"assistant\",\"timestamp\":\"2026-13-45T99:99:99Z\",\"message\":{\"id\":\"\\ud800\",\"usage\":{\"input_tokens\":-5}}}\n",
            "{\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\"info\":{\"total_token_usage\":[]}}}\n", "{\"type\":\"user\",\"message\":{\"content\":[null,1,{\"type\":\"tool_result\"}]}}\n",
            "{\"id\":\"m\",\"type\":\"gemini\",\"tokens\":{\"input\":\"x\"},\"timestamp\":\"2026-11-20T11:32:30.574Z\",\"toolCalls\":[{}]}\n", "{\"$set\":{\"messages\":{}}}\n");
        var texts = Gen.ListOf(pieces).Select(p => System.Text.Encoding.UTF8.GetBytes(string.Concat(p)));
        var noise = Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b));
        var cases = Gen.Choose(0, 2).SelectMany(kind => Gen.OneOf(texts, noise), (kind, bytes) => (kind, bytes));

        Prop.ForAll(cases.ToArbitrary(), async Task<bool> ((int Kind, byte[] Bytes) given) =>
        {
            var path = folder.Combine(names[given.Kind]);
            await File.WriteAllBytesAsync(path, [.. System.Text.Encoding.UTF8.GetBytes(heads[given.Kind]), .. given.Bytes]);
            await using var store = await ImportedStore.CreateAsync();
            var report = await store.ImportAsync(path);
            return report.FilesRead == 1 && report.Failed.Count == 0 && (await store.DumpAsync()).Length >= 0;
        }).QuickCheckThrowOnFailure();
    }
}
