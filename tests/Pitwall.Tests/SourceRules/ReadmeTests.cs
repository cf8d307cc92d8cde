using System.Diagnostics;
using System.Text.RegularExpressions;
using Pitwall.Testing;

namespace Pitwall.Tests.SourceRules;

/// <summary>The commands README.md tells a newcomer to type, typed on a machine that has nothing yet.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Readme_IsShort_AndItsLinksLeadSomewhere()
    {
        var readme = Read();
        Assert.InRange(readme.Split('\n').Length, 20, 150);
        foreach (Match link in Link().Matches(readme))
        {
            var target = link.Groups["to"].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
                Assert.True(Path.Exists(Path.Combine(TestData.Repository, target)), $"README.md links to {target}, which is not there");
        }
    }

    [Fact]
    public async Task Readme_Commands_Work()
    {
        var commands = Commands(Read()).ToList();
        Assert.Contains(commands, c => c.StartsWith("./pitwall up", StringComparison.Ordinal));
        Assert.Contains(commands, c => c.StartsWith("./pitwall usage", StringComparison.Ordinal));
        using var home = new TempFolder();
        foreach (var command in commands)
        {
            if (command == "./test.sh")
                Assert.True(File.Exists(Path.Combine(TestData.Repository, "test.sh")));
            else if (command.StartsWith("./pitwall up", StringComparison.Ordinal))
                await StartAndStopAsync(command, home.Path);
            else if (command.StartsWith("./pitwall ", StringComparison.Ordinal))
                await RunAsync(command, home.Path);
            else
                Assert.Fail($"README.md has a command this test cannot run: {command}");
        }
    }

    private static async Task RunAsync(string command, string home)
    {
        using var process = Start(command, home);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {await errors}");
        Assert.NotEmpty(await output);
    }

    // The server prints its address once it can be reached; that it stops when asked is part of what README promises.
    private static async Task StartAndStopAsync(string command, string home)
    {
        using var process = Start(command + " --no-browser --port 0", home);
        try
        {
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            soon.CancelAfter(TimeSpan.FromMinutes(1));
            string? address = null;
            while (address is null && await process.StandardOutput.ReadLineAsync(soon.Token) is { } line)
                address = Address().Match(line) is { Success: true } match ? match.Value.TrimEnd('/', '.') : null;
            Assert.True(address is not null, $"{command} printed no address: {(process.HasExited ? await process.StandardError.ReadToEndAsync(soon.Token) : "it still runs")}");
            using var client = new HttpClient();
            using var health = await client.GetAsync(new Uri(address! + "/api/health"), soon.Token);
            Assert.True(health.IsSuccessStatusCode, $"{address}/api/health answered {health.StatusCode}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Process Start(string command, string home)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "pitwall.dll"));
        foreach (var word in command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            start.ArgumentList.Add(word);
        start.Environment["HOME"] = home;
        foreach (var name in (string[])["XDG_DATA_HOME", "XDG_CONFIG_HOME", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "PITWALL_DATA", "PITWALL_TOKEN"])
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static string Read() => File.ReadAllText(Path.Combine(TestData.Repository, "README.md"));

    private static IEnumerable<string> Commands(string readme) => Fence().Matches(readme)
        .SelectMany(m => m.Groups["text"].Value.Split('\n'))
        .Select(line => line.Split(" #")[0].Trim())
        .Where(line => line.Length > 0 && !line.StartsWith('#'));

    [GeneratedRegex("```sh\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<to>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"http://[\w.:\[\]-]+")]
    private static partial Regex Address();
}
