using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pitwall.Core.Storage;
using Pitwall.Hosting;
using Pitwall.Sessions.Api;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Store;
using Pitwall.Sessions.Transcripts;
using Spectre.Console;

namespace Pitwall.Commands;

/// <summary><c>pitwall sessions import|list</c>.</summary>
internal static class SessionsCommand
{
    public static Command Create() => new("sessions", "Your agents' sessions") { CreateImport(), CreateList() };

    private static Command CreateImport()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Transcripts, or folders with transcripts; without one, where your agents keep theirs", Arity = ArgumentArity.ZeroOrMore };
        var data = CommonOptions.Data();
        var database = CommonOptions.Database();
        var json = CommonOptions.Json();
        var command = new Command("import", "Bring transcripts into the store; only what is new is read") { paths, data, database, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = DataFolder.Resolve(parsed.GetValue(data));
            var report = await ImportRun.RunAsync(folder, parsed.GetValue(database), parsed.GetValue(paths) ?? [], cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ReportJson.Write(report) : ImportView.Summary(report));
            foreach (var failure in report.Failed) await Console.Error.WriteLineAsync($"pitwall: not read: {failure}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateList()
    {
        var data = CommonOptions.Data();
        var database = CommonOptions.Database();
        var json = CommonOptions.Json();
        var project = new Option<string?>("--project") { Description = "Only this project: its whole path" };
        var agent = new Option<string?>("--agent") { Description = "Only this agent: claude, codex or gemini" };
        var text = new Option<string?>("--text") { Description = "Words that title or project must hold" };
        var sort = new Option<SessionSort>("--sort") { Description = "recent, cost, tokens, errors or duration" };
        var limit = new Option<int>("--limit") { Description = $"Rows, 1 to {SessionReader.MaxLimit}", DefaultValueFactory = _ => 30 };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var n) || n is < 1 or > SessionReader.MaxLimit))
                result.AddError($"--limit must be a whole number from 1 to {SessionReader.MaxLimit}.");
        });
        var command = new Command("list", "List sessions, the last active first") { project, agent, text, sort, limit, data, database, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var filter = new SessionFilter { Project = parsed.GetValue(project), Agent = parsed.GetValue(agent), Text = parsed.GetValue(text), Sort = parsed.GetValue(sort) };
            await using var store = await OpenAsync(DataFolder.Resolve(parsed.GetValue(data)), parsed.GetValue(database), cancellationToken);
            var page = await new SessionReader(store).ListAsync(filter, null, parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json)) await Console.Out.WriteLineAsync(ReportJson.Write(page));
            else Print(page);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<Database> OpenAsync(string folder, string? url, CancellationToken cancellationToken)
    {
        DataFolder.Create(folder);
        var database = Databases.Open(folder, url, TimeProvider.System);
        await new Migrator(database, [SessionMigrations.Set], TimeProvider.System).RunAsync(cancellationToken);
        return database;
    }

    private static void Print(Page<SessionSummary> page)
    {
        if (page.Items.Count == 0)
        {
            Console.Out.WriteLine("No sessions. Import them with: pitwall sessions import");
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("last active").AddColumn("agent").AddColumn("project").AddColumn("title");
        table.AddColumn(new TableColumn("turns").RightAligned()).AddColumn(new TableColumn("tokens").RightAligned()).AddColumn(new TableColumn("cost").RightAligned());
        foreach (var s in page.Items)
        {
            table.AddRow(
                Units.Time(s.EndedMs).ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), s.Agent,
                Markup.Escape(Terminal(Path.GetFileName(s.Project.TrimEnd('/')), 24)), Markup.Escape(Terminal(s.Title, 60)),
                s.Turns.ToString("N0", CultureInfo.InvariantCulture), s.Tokens.ToString("N0", CultureInfo.InvariantCulture),
                "$" + Units.Dollars(s.CostNanos).ToString("N2", CultureInfo.InvariantCulture) + (s.UnpricedCalls > 0 ? "+?" : ""));
        }
        AnsiConsole.Write(table);
    }

    /// <summary>Titles come from transcripts: what a terminal would obey is taken out.</summary>
    private static string Terminal(string text, int length) => Core.Text.DisplayText.Clip(Core.Text.DisplayText.OneLine(text), length);
}
