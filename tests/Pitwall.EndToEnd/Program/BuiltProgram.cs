using System.Diagnostics;
using Pitwall.Testing;

namespace Pitwall.EndToEnd.Program;

/// <summary>
/// The program as a person gets it: built by <c>./pitwall</c>. The script runs once, so that it is tested too; afterwards the
/// tests start what it built, which saves its look at every source.
/// </summary>
internal sealed class BuiltProgram
{
    private static readonly TimeSpan s_buildLimit = TimeSpan.FromMinutes(10);

    private BuiltProgram(string path, string dotnetRoot) => (Path, DotnetRoot) = (path, dotnetRoot);

    /// <summary>The start script.</summary>
    public static string Script => System.IO.Path.Combine(TestData.Repository, "pitwall");

    /// <summary>The published program.</summary>
    public string Path { get; }

    /// <summary>Where the .NET is that it needs.</summary>
    public string DotnetRoot { get; }

    /// <summary>Lets the script build, when anything is newer than the last build, and finds what it built.</summary>
    public static async Task<BuiltProgram> BuildAsync()
    {
        // The build needs this user's own package folders: it gets the environment as it is.
        var start = new ProcessStartInfo(Script) { WorkingDirectory = System.IO.Path.GetTempPath() };
        start.ArgumentList.Add("--version");
        await using var run = ProgramRun.Start(start);
        var result = await run.EndAsync(s_buildLimit);
        Assert.True(result.ExitCode == 0, $"./pitwall --version failed:\n{result}");
        var builds = System.IO.Path.Combine(TestData.Repository, "artifacts", "pitwall");
        var current = await File.ReadAllLinesAsync(System.IO.Path.Combine(builds, "current"));
        return new BuiltProgram(System.IO.Path.Combine(builds, current[0], "pitwall"), current[1]);
    }

    /// <summary>Starts it with nothing of this user's settings: only the home's own variables, and UTC.</summary>
    public ProgramRun Start(AgentHome home, params ReadOnlySpan<string> arguments) => ProgramRun.Start(StartInfo(Path, home, arguments));

    /// <summary>Runs it to its end.</summary>
    public async Task<ProgramResult> RunAsync(AgentHome home, params string[] arguments)
    {
        await using var run = Start(home, arguments);
        return await run.EndAsync(ProgramRun.Patience);
    }

    /// <summary>Runs it to its end, which must be a good one, and returns what it printed to standard output.</summary>
    public async Task<string> OutputAsync(AgentHome home, params string[] arguments)
    {
        var result = await RunAsync(home, arguments);
        Assert.True(result.ExitCode == 0, $"pitwall {string.Join(' ', arguments)} failed:\n{result}");
        return result.Output;
    }

    internal ProcessStartInfo StartInfo(string program, AgentHome home, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = home.Home };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in home.Environment())
            start.Environment[name] = value;
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["TZ"] = "UTC";
        return start;
    }
}
