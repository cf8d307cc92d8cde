using System.CommandLine;
using System.Text.Json;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Usage;

public sealed class UsageCommandTests
{
    [Theory]
    [InlineData("usage", UsagePeriod.Daily)]
    [InlineData("usage weekly", UsagePeriod.Weekly)]
    [InlineData("usage monthly", UsagePeriod.Monthly)]
    [InlineData("usage session", UsagePeriod.Session)]
    [InlineData("usage blocks", UsagePeriod.Blocks)]
    public async Task Run_Word_IsThePeriod(string line, UsagePeriod period)
    {
        var run = await RunAsync(line);
        Assert.Equal(0, run.Code);
        Assert.Equal(period, run.Source.Asked?.Period);
    }

    [Theory]
    [InlineData("usage daily --since 2026-01-02 --until 20260203 --project app --agent codex --timezone Asia/Kathmandu --data /d --database postgres://h/d --json")]
    [InlineData("usage --json --since 20260102 --until 2026-02-03 --project app --agent codex -z Asia/Kathmandu --database postgres://h/d --data /d daily")]
    public async Task Run_Options_ReachTheQuery(string line)
    {
        var run = await RunAsync(line);
        Assert.Equal(0, run.Code);
        var query = run.Source.Asked!;
        Assert.Equal(
            (new DateOnly(2026, 1, 2), new DateOnly(2026, 2, 3), "app", "codex", "Asia/Kathmandu"),
            (query.Since, query.Until, query.Project, query.Agent, query.TimeZone.Id));
        Assert.Equal(new UsageSourceRequest("/d", "postgres://h/d", true), run.Request);
    }

    [Theory]
    [InlineData("usage daily --since yesterday", "'yesterday' is not a day. Write it as 2026-11-01 or 20261101.")]
    [InlineData("usage daily --timezone Mars/Base", "There is no time zone 'Mars/Base'.")]
    [InlineData("usage hourly", "hourly")]
    public async Task Run_WrongArguments_SayWhatIsWrong(string line, string message)
    {
        var run = await RunAsync(line);
        Assert.NotEqual(0, run.Code);
        Assert.Null(run.Source.Asked);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_IsNothingButJson_AndEndsItsLine()
    {
        var run = await RunAsync("usage --json");
        using var json = JsonDocument.Parse(run.Output);
        Assert.EndsWith("}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, json.RootElement.GetProperty("totals").GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task Run_SourceIsDisposed_AfterTheReportIsOut()
    {
        var run = await RunAsync("usage --json");
        Assert.True(run.Source.Disposed);
        Assert.Equal(run.Output.Length, run.Source.OutputWhenDisposed);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Table_FitsTheConsole_AndEndsInATotal(int width)
    {
        foreach (var period in Enum.GetValues<UsagePeriod>())
        {
            var text = Print(period, width, breakdown: true);
            Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
            Assert.Contains("Total", text, StringComparison.Ordinal);
            Assert.Contains("$3,003.00*", text, StringComparison.Ordinal);
            Assert.Contains("1 calls have no known price and are not in the cost: gpt-99", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Table_HostileNames_AreOnlyText()
    {
        var report = UsageReports.Build([Cells.At("2026-01-01", model: "a\u001b]0;x\u0007[red]b")], Cells.Query(UsagePeriod.Daily), Cells.Now);
        var text = Print(report, 120, breakdown: true);
        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("a]0;x[red]b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_NothingFound_SaysWhatToDo() =>
        Assert.Contains("pitwall sessions import", Print(UsageReports.Build([], Cells.Query(UsagePeriod.Daily), Cells.Now), 80, breakdown: false), StringComparison.Ordinal);

    private static UsageCell[] SomeCells() =>
    [
        Cells.At("2026-01-01T10:00", 1_234_567_890, "claude-opus-4-5-20251101", "11111111-2222", cost: 3_000_000_000_000),
        Cells.At("2026-01-01T11:00", 5, "gpt-5.5", "22222222-2222", agent: "codex", project: "/home/ada/a-project-with-a-rather-long-name-that-goes-on"),
        Cells.At("2026-02-01T11:00", 5, "gpt-99", "22222222-2222", agent: "codex", cost: null),
        Cells.At("2026-02-01T11:00", 5, "claude-haiku-4-5-20251001", "33333333-2222", cost: 2_000_000_000),
    ];

    private static string Print(UsagePeriod period, int width, bool breakdown) =>
        Print(UsageReports.Build(SomeCells(), Cells.Query(period), Cells.Now), width, breakdown);

    private static string Print(UsageReport report, int width, bool breakdown)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings
        {
            Ansi = Spectre.Console.AnsiSupport.No,
            Out = new Spectre.Console.AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        UsageTable.Print(console, report, breakdown);
        return output.ToString();
    }

    private static async Task<(int Code, string Output, string Error, FakeSource Source, UsageSourceRequest? Request)> RunAsync(string line)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter();
        var source = new FakeSource(output);
        UsageSourceRequest? request = null;
        var root = new RootCommand();
        root.Subcommands.Add(UsageCommand.Create(
            (asked, _) =>
            {
                request = asked;
                return ValueTask.FromResult<IUsageSource>(source);
            },
            output));
        var code = await root.Parse(line.Split(' ')).InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = error });
        return (code, output.ToString(), error.ToString(), source, request);
    }

    private sealed class FakeSource(StringWriter output) : IUsageSource, IAsyncDisposable
    {
        public UsageQuery? Asked { get; private set; }

        public bool Disposed { get; private set; }

        public int OutputWhenDisposed { get; private set; }

        public Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default)
        {
            Asked = query;
            return Task.FromResult(UsageReports.Build(SomeCells(), query with { Since = null, Until = null, Agent = null, Project = null }, Cells.Now));
        }

        public ValueTask DisposeAsync()
        {
            (Disposed, OutputWhenDisposed) = (true, output.ToString().Length);
            return ValueTask.CompletedTask;
        }
    }
}
