using System.Diagnostics;

namespace Pitwall.Testing;

/// <summary>Finds PostgreSQL's programs and runs them as a user who may: PostgreSQL refuses to run as root.</summary>
internal sealed class PostgresPrograms(string folder)
{
    private const string Missing =
        "PostgreSQL is not installed, and the store's tests need it. Install it (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql) and run the tests again.";

    // Where distributions put the server's programs, which are seldom on the PATH.
    private static readonly (string Parent, string Pattern)[] s_places =
        [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*")];

    /// <summary>Looks on the PATH first, then where distributions put them, newest version first.</summary>
    public static PostgresPrograms Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var installed = s_places.Where(p => Directory.Exists(p.Parent))
            .SelectMany(p => Directory.GetDirectories(p.Parent, p.Pattern))
            .OrderByDescending(MajorVersion)
            .Select(version => Path.Combine(version, "bin"));
        var found = onPath.Concat(installed).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl")));
        return found is null ? throw new InvalidOperationException(Missing) : new PostgresPrograms(found);
    }

    /// <summary>Runs one of PostgreSQL's programs, or a system command, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(folder, program);
        if (!File.Exists(path))
            path = program;
        var start = new ProcessStartInfo { FileName = path, WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Environment.IsPrivilegedProcess)
        {
            // The packages make the user postgres for exactly this.
            start.FileName = "runuser";
            foreach (var argument in new[] { "-u", "postgres", "--", path })
                start.ArgumentList.Add(argument);
        }
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        // The server that pg_ctl leaves behind may hold the pipes open: wait for the program, not for their end.
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} failed with exit code {process.ExitCode}: {await errors} {await output}");
    }

    private static int MajorVersion(string folder)
    {
        var digits = Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, out var version) ? version : 0;
    }
}
