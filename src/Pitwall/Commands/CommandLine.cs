using System.CommandLine;
using System.Reflection;
using Pitwall.Core.Storage;

namespace Pitwall.Commands;

/// <summary>
/// <c>pitwall NOUN VERB</c>. Only the command that was asked for is built: a report must be on screen before a person
/// notices that a program was started, and each noun pulls in its own libraries.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] s_nouns = ["up", "usage", "sessions", "status", "db"];

    /// <summary>Version of the program, without the build's hash.</summary>
    public static string Version { get; } =
        (typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>Runs the command; returns one of <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--version"])
        {
            await Console.Out.WriteLineAsync(Version);
            return ExitCodes.Ok;
        }
        try
        {
            return await InvokeAsync(args);
        }
        catch (Exception e)
        {
            return await ExplainAsync(e);
        }
    }

    private static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand("Pitwall shows what your AI agents do and what it costs. Start it with: pitwall up");
        var wanted = args.Length > 0 ? Noun(args[0]) : null;
        foreach (var command in wanted is null ? s_nouns.Select(noun => Noun(noun)!) : [wanted]) root.Subcommands.Add(command);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"pitwall: {error.Message}");
            await Console.Error.WriteLineAsync($"Try: pitwall {(wanted is null ? "" : wanted.Name + " ")}--help");
            return ExitCodes.Usage;
        }
        // The server stops by its own rules; other commands may be cut off anywhere, as by a power failure.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static Command? Noun(string name) => name switch
    {
        "up" => UpCommand.Create(),
        "usage" => UsageVerbs.Create(),
        "sessions" => SessionsCommand.Create(),
        "status" => StatusCommand.Create(),
        "db" => DatabaseVerbs.Create(),
        _ => null,
    };

    /// <summary>Every way a command can fail ends here, with a sentence on standard error.</summary>
    private static async Task<int> ExplainAsync(Exception exception)
    {
        var (code, message) = exception switch
        {
            CommandException command => (command.ExitCode, command.Message),
            DatabaseConfigurationException => (ExitCodes.Configuration, exception.Message),
            StoreException { Failure: StoreFailure.ReadOnly or StoreFailure.Full } => (ExitCodes.CannotCreate, exception.Message),
            StoreException => (ExitCodes.Unavailable, exception.Message),
            OperationCanceledException => (ExitCodes.Interrupted, "Stopped."),
            _ => (ExitCodes.Bug, $"This is a bug in Pitwall; please report it with the lines below.{Environment.NewLine}{exception}"),
        };
        await Console.Error.WriteLineAsync($"pitwall: {message}");
        return code;
    }
}
