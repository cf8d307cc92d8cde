using System.CommandLine;
using System.Text.Json;
using Pitwall.Core.Storage;

namespace Pitwall.Commands;

/// <summary>
/// <c>pitwall db</c>: copies the store into another database, or into a backup file. With <c>--json</c> nothing but JSON goes to
/// standard output; sentences about failures go to standard error. Exit codes: 0 done, 1 refused or failed, 78 wrong settings.
/// </summary>
internal static class DatabaseCommands
{
    private const int Failed = 1;
    private const int WrongSettings = 78;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes the command with its two verbs.</summary>
    /// <param name="sets">The migrations of every part.</param>
    /// <param name="dataFolder">Gives the data folder for the value of <c>--data</c>, which may be null.</param>
    /// <param name="time">Clock for the names of backups.</param>
    public static Command Create(IReadOnlyList<MigrationSet> sets, Func<string?, string> dataFolder, TimeProvider time) => new("db", "Copy or back up the database")
    {
        CreateCopy(sets, dataFolder, time),
        CreateBackup(dataFolder, time),
    };

    private static Command CreateCopy(IReadOnlyList<MigrationSet> sets, Func<string?, string> dataFolder, TimeProvider time)
    {
        var to = new Option<string>("--to") { Description = "Empty database to copy into: postgres://user:password@host:port/database, or sqlite:FILE", Required = true };
        var (data, database, json) = CommonOptions();
        var command = new Command("copy", "Copy everything into another database and compare it there") { to, data, database, json };
        command.SetAction((parse, cancellationToken) => GuardAsync(parse, async () =>
        {
            var folder = dataFolder(parse.GetValue(data));
            var from = parse.GetValue(database);
            if (!Databases.Exists(folder, from))
                throw new DatabaseConfigurationException($"There is no database in {folder} to copy. Name the data folder with --data.");
            await using var source = Databases.Open(folder, from, time);
            await using var target = Databases.Open(folder, parse.GetValue(to), time);
            var result = await new DatabaseCopy(source, target, sets, time).RunAsync(Progress(parse), cancellationToken);
            if (parse.GetValue(json))
                WriteJson(parse, new { From = source.Description, To = target.Description, result.WasIdentical, result.Tables });
            else
                WriteTable(parse, source, target, result);
        }));
        return command;
    }

    private static Command CreateBackup(Func<string?, string> dataFolder, TimeProvider time)
    {
        var to = new Option<string?>("--to") { Description = "File to write; default: a new file in the backups folder beside the database" };
        var (data, database, json) = CommonOptions();
        var command = new Command("backup", "Write a copy of the SQLite database, also while Pitwall runs") { to, data, database, json };
        command.SetAction((parse, cancellationToken) => GuardAsync(parse, async () =>
        {
            var path = await Task.Run(() => DatabaseBackup.Run(dataFolder(parse.GetValue(data)), parse.GetValue(database), parse.GetValue(to), time), cancellationToken);
            var bytes = new FileInfo(path).Length;
            if (parse.GetValue(json))
                WriteJson(parse, new { File = path, Bytes = bytes });
            else
                Output(parse).WriteLine($"Wrote {path} ({bytes / 1e6:N1} MB).");
        }));
        return command;
    }

    private static (Option<string?> Data, Option<string?> Database, Option<bool> Json) CommonOptions() =>
        (new("--data") { Description = "Data folder" },
         new("--database") { Description = "PostgreSQL address of the database in use, when it is not the file in the data folder" },
         new("--json") { Description = "Print the result as JSON" });

    private static async Task<int> GuardAsync(ParseResult parse, Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (DatabaseConfigurationException e)
        {
            Errors(parse).WriteLine(e.Message);
            return WrongSettings;
        }
        catch (Exception e) when (e is DatabaseCopyException or StoreException)
        {
            Errors(parse).WriteLine(e.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            Errors(parse).WriteLine("Stopped; nothing was kept.");
            return Failed;
        }
    }

    /// <summary>A person who watches sees one line that counts; a file or a pipe sees nothing of it.</summary>
    private static Action<CopyProgress>? Progress(ParseResult parse)
    {
        if (Console.IsErrorRedirected)
            return null;
        return progress => Errors(parse).Write($"\r{(progress.Checking ? "checking" : "copying"),-8} {progress.Table,-24} {progress.Rows,14:N0} rows ");
    }

    private static void WriteTable(ParseResult parse, Database source, Database target, CopyResult result)
    {
        if (!Console.IsErrorRedirected)
            Errors(parse).Write("\r" + new string(' ', 60) + "\r");
        var output = Output(parse);
        foreach (var table in result.Tables)
            output.WriteLine($"{table.Name,-24} {table.Rows,14:N0} rows  {table.Checksum[..16]}");
        output.WriteLine(result.WasIdentical
            ? $"{target.Description} already held the same rows as {source.Description}."
            : $"Copied {source.Description} to {target.Description}; every table was read back and is the same. Start Pitwall with --database to use it.");
    }

    private static void WriteJson(ParseResult parse, object value) => Output(parse).WriteLine(JsonSerializer.Serialize(value, s_json));

    private static TextWriter Output(ParseResult parse) => parse.InvocationConfiguration.Output;

    private static TextWriter Errors(ParseResult parse) => parse.InvocationConfiguration.Error;
}
