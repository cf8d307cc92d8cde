using Pitwall.Bench;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("The benchmarks read memory from /proc and run on Linux only.");
    return 69;
}

var settings = Settings.Parse(args);
var corpus = Corpus.Collect(settings.Corpus, Path.Combine(settings.Temp, "corpus"));
Console.WriteLine($"Corpus: {corpus.Files} files, {corpus.Bytes / 1e6:F1} MB");
var table = new ResultTable();
foreach (var (name, run) in Measurements.All)
{
    if (settings.Only.Count > 0 && !settings.Only.Contains(name))
        continue;
    Console.WriteLine($"{name} …");
    foreach (var row in await run(settings, corpus))
    {
        table.Add(row);
        Console.WriteLine("  " + row);
    }
}

var file = Path.Combine(settings.Repository, "bench", "RESULTS.md");
if (settings.Only.Count == 0)
{
    File.WriteAllText(file, table.ToMarkdown(corpus));
    Console.WriteLine("Written to bench/RESULTS.md");
}
else
{
    Console.WriteLine(table.ToMarkdown(corpus));
}

return 0;
