using System.Diagnostics;

namespace Pitwall.Bench;

/// <summary>What a command printed and how long it took.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="LastByte">From its start until the last byte it printed.</param>
/// <param name="Exit">From its start until it ended.</param>
internal sealed record CommandResult(string Output, TimeSpan LastByte, TimeSpan Exit);

/// <summary>Runs commands and takes their time.</summary>
internal static class Command
{
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(Start(program, arguments, environment))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var buffer = new byte[1 << 16];
        var last = TimeSpan.Zero;
        var stream = process.StandardOutput.BaseStream;
        // Read synchronously: a hop over the thread pool would be measured too.
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            last = Stopwatch.GetElapsedTime(begun);
            output.Write(buffer, 0, read);
        }

        await process.WaitForExitAsync();
        var exit = Stopwatch.GetElapsedTime(begun);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        return new CommandResult(System.Text.Encoding.UTF8.GetString(output.ToArray()), last, exit);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that a share of all values does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
