using System.CommandLine;
using System.Net;
using Pitwall.Hosting;
using Pitwall.Sessions.Transcripts;
using Pitwall.Web.Security;

namespace Pitwall.Commands;

/// <summary><c>pitwall up</c>: starts the server, imports and follows what the agents write, and runs until it is stopped.</summary>
internal static class UpCommand
{
    /// <summary>Names the token, so that it need not stand on the command line where others can read it.</summary>
    public const string TokenVariable = "PITWALL_TOKEN";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes any free one", HelpName = "N", DefaultValueFactory = _ => HostSettings.DefaultPort };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var n) || n is < 0 or > 65535)) result.AddError("--port must be a whole number from 0 to 65535.");
        });
        var data = CommonOptions.Data();
        var database = CommonOptions.Database();
        var noBrowser = new Option<bool>("--no-browser") { Description = "Do not open the browser" };
        var bind = new Option<string?>("--bind") { Description = "Address to listen on instead of this machine only; needs a token", HelpName = "ADDRESS" };
        var token = new Option<string?>("--token") { Description = $"Token that callers must show (or {TokenVariable})", HelpName = "T" };
        var command = new Command("up", "Start Pitwall: import, follow, and show it in the browser") { port, data, database, noBrowser, bind, token };
        command.SetAction((parsed, cancellationToken) =>
        {
            var access = new AccessOptions
            {
                Bind = ParseBind(parsed.GetValue(bind)),
                Token = parsed.GetValue(token) ?? NullIfEmpty(Environment.GetEnvironmentVariable(TokenVariable)),
            };
            if (access.Problem() is { } problem) throw new CommandException(ExitCodes.Configuration, problem);
            var interactive = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
            var settings = new HostSettings
            {
                DataFolder = DataFolder.Resolve(parsed.GetValue(data)),
                Database = parsed.GetValue(database),
                Port = parsed.GetValue(port),
                Access = access,
                Roots = TranscriptRoots.OfThisUser(),
                Interactive = interactive,
            };
            return ServerRun.RunAsync(settings, openBrowser: interactive && !parsed.GetValue(noBrowser), cancellationToken);
        });
        return command;
    }

    private static IPAddress ParseBind(string? bind) => bind switch
    {
        null or "" or "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ when IPAddress.TryParse(bind.Trim('[', ']'), out var address) => address,
        _ => throw new CommandException(ExitCodes.Configuration, $"--bind takes an address such as 192.168.1.20, 0.0.0.0 for all, or localhost; '{bind}' is none."),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
