using System.CommandLine;

namespace Pitwall.Commands;

/// <summary>Options that several commands take, with the same words everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data") { Description = "Data folder (default: PITWALL_DATA, else the platform's)", HelpName = "DIR" };

    public static Option<string?> Database() => new("--database") { Description = "Database instead of the data folder's: postgres://…", HelpName = "URL" };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON and nothing else" };
}
