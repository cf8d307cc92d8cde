namespace Pitwall.Bench;

/// <summary>What to measure with.</summary>
/// <param name="Repository">Folder that holds Pitwall.slnx.</param>
/// <param name="Temp">Folder for everything the run makes; removed by run.sh.</param>
/// <param name="Corpus">Where transcripts are taken from.</param>
/// <param name="Ccusage">ccusage's program, or null.</param>
/// <param name="Only">Names of the measurements to run; empty: all.</param>
internal sealed record Settings(string Repository, string Temp, string Corpus, string? Ccusage, IReadOnlySet<string> Only)
{
    /// <summary>The start script, as a person would call it.</summary>
    public string Pitwall => Path.Combine(Repository, "pitwall");

    public static Settings Parse(string[] args)
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "Pitwall.slnx")))
            repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("The benchmarks must be built inside the repository.");
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        string?[] places = [Value("--corpus"), Environment.GetEnvironmentVariable("PITWALL_BENCH_CORPUS"), Path.Combine(repository, "..", "shared", "data", "transcripts"), Path.Combine(repository, "samples")];
        var corpus = places.First(p => !string.IsNullOrEmpty(p) && Directory.Exists(p))!;
        var temp = Value("--temp") ?? Directory.CreateTempSubdirectory("pitwall-bench-").FullName;
        var only = (Value("--only") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new Settings(repository, temp, Path.GetFullPath(corpus), Value("--ccusage"), only.ToHashSet(StringComparer.Ordinal));
    }
}
