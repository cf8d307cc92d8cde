using System.Text.Json;

namespace Pitwall.Bench;

/// <summary>Questions to a store of 150,000 records.</summary>
internal static class StoreBench
{
    private const int Records = 150_000;

    private static readonly string[] s_periods = ["daily", "weekly", "monthly", "session", "blocks"];

    // Words that are everywhere, seldom or nowhere, phrases, names of files and commands.
    private static readonly string[] s_queries =
    [
        "error", "test", "file", "the", "commit", "function", "failed", "import", "const", "return", "await", "string", "null",
        "TypeError", "timeout", "permission", "rejected", "npm run", "git status", "git diff", "exit code", "not found",
        "readme", "package.json", "index.ts", "src", "docker", "postgres", "sqlite", "markdown", "screenshot", "refactor",
        "deprecated", "workflow", "evaluator", "agentv", "compaction", "hallucination", "zebra", "xyzzyplugh", "\"no such file\"", "fix the tests",
    ];

    public static async Task<IReadOnlyList<ResultRow>> ReportsAsync(Settings settings, Corpus corpus)
    {
        var rows = new List<ResultRow>();
        await WithStoreAsync(settings, corpus, async (server, calls, records) =>
        {
            foreach (var period in s_periods)
            {
                var times = new List<double>();
                for (var i = 0; i < 25; i++)
                    times.Add(await server.TimeAsync("/api/usage/" + period));
                // The first ones compile.
                var (median, worst) = (Command.Median(times.Skip(5)), times.Skip(5).Max());
                rows.Add(new ResultRow($"usage report `{period}`, {records:N0} records with {calls:N0} model calls", "≤ 50 ms", $"{median:F0} ms", median <= 50, $"`GET /api/usage/{period}`, median of 20, slowest {worst:F0} ms"));
            }
        });
        return rows;
    }

    public static async Task<IReadOnlyList<ResultRow>> SearchAsync(Settings settings, Corpus corpus)
    {
        var rows = new List<ResultRow>();
        await WithStoreAsync(settings, corpus, async (server, _, records) =>
        {
            var times = new List<double>();
            for (var round = 0; round < 6; round++)
            {
                foreach (var query in s_queries)
                {
                    var ms = await server.TimeAsync("/api/search?q=" + Uri.EscapeDataString(query));
                    if (round > 0)
                        times.Add(ms);
                }
            }

            var p95 = Command.Quantile(times, 0.95);
            rows.Add(new ResultRow($"full-text search, {records:N0} records", "p95 ≤ 100 ms", $"p95 {p95:F0} ms, median {Command.Median(times):F0} ms", p95 <= 100, $"`GET /api/search`, {s_queries.Length} queries, 5 times each"));
        });
        return rows;
    }

    private static async Task WithStoreAsync(Settings settings, Corpus corpus, Func<Server, long, long, Task> measure)
    {
        var folder = settings.Fresh("records");
        // Enough bytes for the records first; the store then says how many there are.
        var bytesPerRecord = await BytesPerRecordAsync(settings, corpus);
        var large = corpus.Multiply(folder, (_, bytes) => bytes >= bytesPerRecord * Records * 1.02);
        var data = settings.Fresh("store");
        await using (var server = await Server.StartAsync(settings, large, data))
        {
            await server.ImportedAsync();
            using var status = JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative)));
            using var usage = JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/api/usage/monthly", UriKind.Relative)));
            var records = status.RootElement.GetProperty("agents").EnumerateArray().Sum(a => a.GetProperty("records").GetInt64());
            await measure(server, usage.RootElement.GetProperty("totals").GetProperty("calls").GetInt64(), records);
        }

        Measurements.Remove(data);
        Measurements.Remove(folder);
    }

    private static async Task<double> BytesPerRecordAsync(Settings settings, Corpus corpus)
    {
        var data = settings.Fresh("probe");
        var run = await Command.RunAsync(settings.Pitwall, ["sessions", "import", "--json", "--data", data], corpus.Environment(settings.Temp));
        Measurements.Remove(data);
        using var report = JsonDocument.Parse(run.Output);
        return corpus.Bytes / (double)report.RootElement.GetProperty("records").GetInt64();
    }
}
