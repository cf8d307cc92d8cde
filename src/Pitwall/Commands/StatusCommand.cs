using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pitwall.Core.Storage;
using Pitwall.Hosting;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Store;

namespace Pitwall.Commands;

/// <summary><c>pitwall status</c>: whether a server runs, where the data is, what is in it.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var database = CommonOptions.Database();
        var json = CommonOptions.Json();
        var command = new Command("status", "Whether Pitwall runs, where its data is and what is in it") { data, database, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var status = await ReadAsync(DataFolder.Resolve(parsed.GetValue(data)), parsed.GetValue(database), cancellationToken);
            if (parsed.GetValue(json)) await Console.Out.WriteLineAsync(status.ToJson());
            else await Console.Out.WriteAsync(status.ToText());
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<StatusReport> ReadAsync(string folder, string? url, CancellationToken cancellationToken)
    {
        var server = RunningServer.Find(folder);
        // A look must not make anything.
        if (!Databases.Exists(folder, url)) return new StatusReport(folder, server, null, []);
        await using var database = Databases.Open(folder, url, TimeProvider.System);
        await new Migrator(database, [SessionMigrations.Set], TimeProvider.System).RunAsync(cancellationToken);
        var reader = new StatusReader(database);
        return new StatusReport(folder, server, await reader.DatabaseAsync(cancellationToken), await reader.AgentsAsync(cancellationToken));
    }
}

/// <summary>What <c>pitwall status</c> tells.</summary>
internal sealed record StatusReport(string DataFolder, RunningServer? Server, DatabaseFacts? Database, IReadOnlyList<AgentTotals> Agents)
{
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("version", CommandLine.Version);
            json.WriteBoolean("running", Server is not null);
            json.WriteString("url", Server?.Url);
            if (Server is null) json.WriteNull("pid");
            else json.WriteNumber("pid", Server.Pid);
            json.WriteString("dataFolder", DataFolder);
            json.WriteString("database", Database?.Version);
            json.WriteNumber("databaseBytes", Database?.Bytes ?? 0);
            json.WriteStartArray("agents");
            foreach (var agent in Agents)
            {
                json.WriteStartObject();
                json.WriteString("agent", agent.Agent);
                json.WriteNumber("transcripts", agent.Transcripts);
                json.WriteNumber("sessions", agent.Sessions);
                json.WriteNumber("records", agent.Records);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public string ToText()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(Server switch
        {
            null => "Pitwall is not running. Start it with: pitwall up",
            { Url.Length: 0 } => "Pitwall is just starting.",
            { } server => $"Pitwall runs at {server.Url} (process {server.Pid}).",
        });
        text.WriteLine($"Data folder  {DataFolder}");
        text.WriteLine(Database is null ? "Database     none yet" : $"Database     {Database.Version}, {(Database.Bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture)} MB");
        foreach (var agent in Agents)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{agent.Agent,-12} {agent.Transcripts:N0} transcripts, {agent.Sessions:N0} sessions, {agent.Records:N0} records"));
        return text.ToString();
    }
}
