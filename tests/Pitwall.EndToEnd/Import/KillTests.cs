using System.Globalization;
using System.Text.Json;
using Pitwall.EndToEnd.Corpus;
using Pitwall.EndToEnd.Program;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Import;

/// <summary>Nothing that an import was doing when it was killed may be lost or done twice.</summary>
public sealed class KillTests(Setup setup, ITestOutputHelper output)
{
    private const string SeedVariable = "PITWALL_TEST_SEED";
    private const int Kills = 10;
    private const int MostStarts = 60;

    [Fact]
    public async Task Kill9_TenTimesAtRandomMoments_TheNextImportCompletesTheSameStore()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome();
        WriteCorpus(home);
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"Seed {seed}; {SeedVariable} repeats it.");
        var random = new Random(seed);

        home.Data = home.Beside("undisturbed");
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var undisturbed = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", "--json")).RootElement;
        var whole = clock.GetElapsedTime(start);
        var records = undisturbed.GetProperty("records").GetInt64();
        output.WriteLine($"Undisturbed: {undisturbed.GetProperty("filesRead")} files, {undisturbed.GetProperty("bytes").GetInt64() / 1e6:N1} MB, {records:N0} records in {whole.TotalMilliseconds:N0} ms.");
        var expected = await ContentsAsync(program, home);

        home.Data = home.Beside("killed");
        var (kills, halfway, starts) = (0, 0, 0);
        while (kills < Kills)
        {
            Assert.True(++starts <= MostStarts, $"Only {kills} of {starts} imports could be killed before they ended.");
            await using var run = program.Start(home, "sessions", "import", "--json");
            var moment = whole * (0.1 + random.NextDouble() * 0.85);
            if (await run.EndsWithinAsync(moment))
            {
                // Complete before its turn: it must be right, and the next kill needs something to do.
                await AssertCompleteAsync(program, home, records);
                Directory.Delete(home.Data, recursive: true);
                continue;
            }
            await run.KillAsync();
            kills++;
            var stored = await RecordsAsync(program, home);
            if (stored > 0 && stored < records)
                halfway++;
            output.WriteLine($"Kill {kills} after {moment.TotalMilliseconds:N0} ms: {stored:N0} of {records:N0} records stored.");
        }
        Assert.True(halfway > 0, "No kill met a half-filled store; the corpus is too small for this machine.");

        await program.OutputAsync(home, "sessions", "import", "--json");
        await AssertCompleteAsync(program, home, records);
        expected.AssertSame(await ContentsAsync(program, home));
        Directory.Delete(home.Data, recursive: true);
    }

    private static void WriteCorpus(AgentHome home)
    {
        var (claude, codex) = (home.Beside("claude"), home.Beside("codex"));
        home.WithClaude(claude).WithCodex(codex);
        // Real sessions have files of megabytes to be killed in the middle of.
        if (TestData.Shared("transcripts") is { } shared)
        {
            home.WithClaude(Path.Combine(shared, "EntityProcess__agentv"), Path.Combine(shared, "d-kimuson__claude-code-viewer", "mock-global-claude-dir"));
            foreach (var rollout in Directory.EnumerateFiles(Path.Combine(shared, "EntityProcess__agentv", "sessions"), "*.jsonl", SearchOption.AllDirectories))
            {
                Directory.CreateDirectory(Path.Combine(codex, "sessions"));
                File.Copy(rollout, Path.Combine(codex, "sessions", Path.GetFileName(rollout)));
            }
            Replicas.Write(claude, codex, 15);
        }
        else
        {
            Replicas.Write(claude, codex, 60);
        }
    }

    private static async Task<StoreContents> ContentsAsync(BuiltProgram program, AgentHome home)
    {
        await using var server = await Server.StartAsync(program, home);
        Assert.EndsWith("nothing new.", await server.ImportedAsync(), StringComparison.Ordinal);
        return await StoreContents.ReadAsync(server);
    }

    private static async Task AssertCompleteAsync(BuiltProgram program, AgentHome home, long records)
    {
        Assert.Equal(records, await RecordsAsync(program, home));
        using var again = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", "--json"));
        Assert.Equal(0, again.RootElement.GetProperty("filesOpened").GetInt32());
    }

    private static async Task<long> RecordsAsync(BuiltProgram program, AgentHome home)
    {
        using var status = JsonDocument.Parse(await program.OutputAsync(home, "status", "--json"));
        return status.RootElement.GetProperty("agents").EnumerateArray().Sum(a => a.GetProperty("records").GetInt64());
    }
}
