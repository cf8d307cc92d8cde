namespace Pitwall.Bench;

/// <summary>Usage totals of a corpus that was never seen, against ccusage on the same files, one after the other in turns.</summary>
internal static class UsageRace
{
    private const int Rounds = 11;

    public static async Task<IReadOnlyList<ResultRow>> RunAsync(Settings settings, Corpus corpus)
    {
        var environment = corpus.Environment(settings.Temp);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var data = settings.Fresh("usage");
            var us = await Command.RunAsync(settings.Pitwall, ["usage", "daily", "--json", "--data", data], environment);
            Measurements.Remove(data);
            var them = settings.Ccusage is { } ccusage ? await Command.RunAsync(ccusage, ["daily", "--json", "--offline"], environment) : null;
            // The first round fills the file cache and counts for nobody.
            if (round == 0)
                continue;
            ours.Add(us.LastByte.TotalMilliseconds);
            if (them is not null)
                theirs.Add(them.LastByte.TotalMilliseconds);
        }

        var mine = Command.Median(ours);
        const string how = "`usage daily --json` in an empty data folder; time to the last byte printed, median of 11, in turns; files in the system's cache";
        if (theirs.Count == 0)
            return [new ResultRow("usage totals of a never-seen corpus", "no later than ccusage", $"{mine:F0} ms", null, how)];
        var other = Command.Median(theirs);
        return [new ResultRow("usage totals of a never-seen corpus", "no later than ccusage: ratio ≤ 1.0", $"{mine:F0} ms, ccusage 20.0.24 {other:F0} ms: ratio {mine / other:F2}", mine <= other, how)];
    }
}
