namespace Pitwall.Bench;

/// <summary>The list of what is measured.</summary>
internal static class Measurements
{
    public static readonly (string Name, Func<Settings, Corpus, Task<IReadOnlyList<ResultRow>>> Run)[] All =
    [
        ("import", ImportBench.FullAsync),
        ("usage", UsageRace.RunAsync),
        ("second", ImportBench.SecondAsync),
        ("reports", StoreBench.ReportsAsync),
        ("search", StoreBench.SearchAsync),
        ("page", PageBench.RunAsync),
        ("memory", ImportBench.MemoryAsync),
    ];

    /// <summary>A folder that does not exist yet.</summary>
    public static string Fresh(this Settings settings, string name) => Path.Combine(settings.Temp, $"{name}-{Guid.NewGuid():N}");

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
