using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Pitwall.Bench;

/// <summary>Importing: speed into an empty store, a second time, and the memory it takes.</summary>
internal static class ImportBench
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<ResultRow>> FullAsync(Settings settings, Corpus corpus)
    {
        var seconds = new List<double>();
        for (var round = 0; round < 4; round++)
        {
            var data = settings.Fresh("import");
            var run = await Command.RunAsync(settings.Pitwall, ["sessions", "import", "--json", "--data", data], corpus.Environment(settings.Temp));
            Measurements.Remove(data);
            if (round > 0)
                seconds.Add(run.Exit.TotalSeconds);
        }

        var rate = corpus.Bytes / 1e6 / Command.Median(seconds);
        return [new ResultRow("full import into an empty SQLite store, search index included", "≥ 60 MB/s; stretch 120", $"{rate:F0} MB/s", rate >= 60, "`sessions import`, from start to exit of the program, median of 3; files in the system's cache")];
    }

    public static async Task<IReadOnlyList<ResultRow>> SecondAsync(Settings settings, Corpus corpus)
    {
        var folder = settings.Fresh("seven-hundred");
        var many = corpus.Multiply(folder, (files, _) => files == 700);
        var data = settings.Fresh("second");
        var (inside, outside, opened) = (new List<double>(), new List<double>(), 0);
        await using (var server = await Server.StartAsync(settings, many, data))
        {
            await server.ImportedAsync();
            for (var round = 0; round < 10; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                using var body = new StringContent("{}", Encoding.UTF8, "application/json");
                using var answer = await server.Http.PostAsync(new Uri("/api/import", UriKind.Relative), body);
                var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                outside.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                using var report = JsonDocument.Parse(text);
                inside.Add(report.RootElement.GetProperty("seconds").GetDouble() * 1000);
                opened += report.RootElement.GetProperty("filesOpened").GetInt32();
                if (report.RootElement.GetProperty("filesUnchanged").GetInt32() != many.Files)
                    throw new InvalidOperationException($"The second import did not look at all files: {text}");
            }
        }

        Measurements.Remove(data);
        Measurements.Remove(folder);
        var ms = Command.Median(outside);
        return [new ResultRow("second import, nothing changed, 700 files", "≤ 150 ms inside the server, 0 files opened", $"{ms:F0} ms ({Command.Median(inside):F0} ms in the importer), {opened} files opened", ms <= 150 && opened == 0, "`POST /api/import`, finding the files included, median of 10")];
    }

    public static async Task<IReadOnlyList<ResultRow>> MemoryAsync(Settings settings, Corpus corpus)
    {
        var folder = settings.Fresh("half-a-gigabyte");
        var large = corpus.Multiply(folder, (_, bytes) => bytes >= 500_000_000);
        var data = settings.Fresh("memory");
        double peak, idle, rate;
        await using (var server = await Server.StartAsync(settings, large, data))
        {
            var begun = Stopwatch.GetTimestamp();
            await server.ImportedAsync();
            rate = large.Bytes / 1e6 / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            peak = server.Memory("VmHWM");
            await Task.Delay(s_idle, TimeProvider.System);
            idle = server.Memory("VmRSS");
        }

        Measurements.Remove(data);
        Measurements.Remove(folder);
        return
        [
            new ResultRow("memory while importing 500 MB", "≤ 400 MB", $"{peak:F0} MB at most, at {rate:F0} MB/s", peak <= 400, "`up`: largest resident size until everything was imported"),
            new ResultRow("memory idle after", "≤ 150 MB", $"{idle:F0} MB", idle <= 150, "resident size 30 s later"),
        ];
    }
}
