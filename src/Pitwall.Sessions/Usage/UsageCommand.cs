using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Pitwall.Sessions.Usage;

/// <summary>Where the command line wants its data from.</summary>
/// <param name="DataFolder">Value of <c>--data</c>, or null.</param>
/// <param name="Database">Value of <c>--database</c>, or null.</param>
/// <param name="Json">Whether JSON was asked for, so that nothing else may be written to standard output.</param>
public sealed record UsageSourceRequest(string? DataFolder, string? Database, bool Json);

/// <summary><c>pitwall usage [daily|weekly|monthly|session|blocks]</c>; without a word it is the daily report.</summary>
public static class UsageCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="open">Opens the source of the report. It is asked once, after the arguments were understood; a source
    /// that can be disposed is disposed after the report was printed and flushed, so that slow work may wait till then.</param>
    /// <param name="output">Standard output.</param>
    public static Command Create(Func<UsageSourceRequest, CancellationToken, ValueTask<IUsageSource>> open, TextWriter output)
    {
        var options = new Options();
        var usage = new Command("usage", "Tokens and cost of your agents' model calls");
        options.AddTo(usage);
        usage.SetAction((parsed, token) => RunAsync(parsed, options, UsagePeriod.Daily, open, output, token));
        foreach (var (period, help) in s_periods)
        {
            var command = new Command(period.ToString().ToLowerInvariant(), help);
            command.SetAction((parsed, token) => RunAsync(parsed, options, period, open, output, token));
            usage.Subcommands.Add(command);
        }

        return usage;
    }

    private static readonly (UsagePeriod Period, string Help)[] s_periods =
    [
        (UsagePeriod.Daily, "By day"),
        (UsagePeriod.Weekly, "By week, from Monday"),
        (UsagePeriod.Monthly, "By month"),
        (UsagePeriod.Session, "By session, sub-agents included, most expensive first"),
        (UsagePeriod.Blocks, "By estimated 5-hour window"),
    ];

    private static async Task<int> RunAsync(
        ParseResult parsed,
        Options options,
        UsagePeriod period,
        Func<UsageSourceRequest, CancellationToken, ValueTask<IUsageSource>> open,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(options.Json);
        var query = new UsageQuery
        {
            Period = period,
            Since = parsed.GetValue(options.Since),
            Until = parsed.GetValue(options.Until),
            Project = parsed.GetValue(options.Project),
            Agent = parsed.GetValue(options.Agent),
            TimeZone = parsed.GetValue(options.TimeZone) ?? TimeZoneInfo.Local,
        };
        var source = await open(new UsageSourceRequest(parsed.GetValue(options.Data), parsed.GetValue(options.Database), json), cancellationToken);
        try
        {
            var report = await source.ReportAsync(query, cancellationToken);
            if (json)
                await output.WriteLineAsync(UsageJson.Write(report).AsMemory(), cancellationToken);
            else
                Print(report, parsed.GetValue(options.Breakdown), output);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            if (source is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }

        return 0;
    }

    // Apart, so that JSON output does not load the console library.
    private static void Print(UsageReport report, bool breakdown, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        UsageTable.Print(console, report, breakdown);
    }

    private sealed class Options
    {
        public Option<bool> Json { get; } = new("--json") { Description = "Print JSON and nothing else", Recursive = true };

        public Option<DateOnly?> Since { get; } = Day("--since", "First day: 2026-11-01 or 20261101");

        public Option<DateOnly?> Until { get; } = Day("--until", "Last day, included");

        public Option<string?> Project { get; } = new("--project") { Description = "Only this project: its path, or the last part of it", Recursive = true };

        public Option<string?> Agent { get; } = new("--agent") { Description = "Only this agent: claude, codex or gemini", Recursive = true };

        public Option<TimeZoneInfo?> TimeZone { get; } = new("--timezone", "-z")
        {
            Description = "Time zone that days are cut in, such as Europe/Berlin (default: this machine's)",
            Recursive = true,
            CustomParser = result =>
            {
                var name = result.Tokens[0].Value;
                if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
                    return zone;
                result.AddError($"There is no time zone '{name}'. Use a name such as UTC or Europe/Berlin.");
                return null;
            },
        };

        public Option<bool> Breakdown { get; } = new("--breakdown", "-b") { Description = "A line per model", Recursive = true };

        public Option<string?> Data { get; } = new("--data") { Description = "Data folder (default: PITWALL_DATA, else the platform's)", Recursive = true };

        public Option<string?> Database { get; } = new("--database") { Description = "Database instead of the data folder's: postgres://…", Recursive = true };

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[Json, Since, Until, Project, Agent, TimeZone, Breakdown, Data, Database])
                command.Options.Add(option);
        }

        private static Option<DateOnly?> Day(string name, string help) => new(name)
        {
            Description = help,
            Recursive = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    return day;
                result.AddError($"'{text}' is not a day. Write it as 2026-11-01 or 20261101.");
                return null;
            },
        };
    }
}
