using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pitwall.Bench;

/// <summary>One promise and what was measured.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Target">What was promised.</param>
/// <param name="Measured">What it was.</param>
/// <param name="Met">Whether the promise is kept; null where there was nothing to compare with.</param>
/// <param name="How">How it was measured.</param>
internal sealed record ResultRow(string What, string Target, string Measured, bool? Met, string How)
{
    public override string ToString() => $"{What}: {Measured} (target {Target}) {(Met is null ? "" : Met.Value ? "met" : "MISSED")}";
}

/// <summary>Everything measured in one run, with the machine named.</summary>
internal sealed class ResultTable
{
    private readonly List<ResultRow> _rows = [];

    public void Add(ResultRow row) => _rows.Add(row);

    public string ToMarkdown(Corpus corpus)
    {
        var text = new StringBuilder();
        text.Append("# Benchmark results\n\nWritten by `bench/run.sh`: everything below is from one run on one machine.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n");
        text.Append(CultureInfo.InvariantCulture, $"- {Cpu()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB, {RuntimeInformation.OSDescription}\n");
        text.Append(CultureInfo.InvariantCulture, $"- {RuntimeInformation.FrameworkDescription}; load when it began {Load()}\n");
        text.Append(CultureInfo.InvariantCulture, $"- corpus: {corpus.Files} transcripts, {corpus.Bytes / 1e6:F1} MB\n\n");
        text.Append("| what | target | measured | | how |\n|---|---|---|---|---|\n");
        foreach (var row in _rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Target} | **{row.Measured}** | {(row.Met is null ? "" : row.Met.Value ? "met" : "missed")} | {row.How} |\n");
        return text.ToString();
    }

    private static string Cpu() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static readonly string s_load = File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string Load() => s_load;
}
