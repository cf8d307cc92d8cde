using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pitwall.Bench;

/// <summary>A running <c>pitwall up</c>.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private static readonly TimeSpan s_ask = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private Server(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
    }

    public HttpClient Http { get; }

    public static async Task<Server> StartAsync(Settings settings, Corpus corpus, string data)
    {
        var process = Process.Start(Command.Start(settings.Pitwall, ["up", "--no-browser", "--port", "0", "--data", data], corpus.Environment(settings.Temp)))!;
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                // What it says later must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync();
                return new Server(process, new Uri(match.Value));
            }
        }

        throw new InvalidOperationException("pitwall up ended before it printed its address.");
    }

    /// <summary>Waits until everything that was there at start is imported.</summary>
    public async Task ImportedAsync()
    {
        while (true)
        {
            using var health = JsonDocument.Parse(await Http.GetStringAsync(new Uri("/api/health", UriKind.Relative)));
            var state = health.RootElement.GetProperty("import").GetProperty("state").GetString();
            if (state == "following")
                return;
            if (state == "failed")
                throw new InvalidOperationException("The import failed.");
            await Task.Delay(s_ask, TimeProvider.System);
        }
    }

    /// <summary>Time of a request until its whole answer is there, milliseconds.</summary>
    public async Task<double> TimeAsync(string path)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>Resident memory in MB: now (<c>VmRSS</c>) or at most so far (<c>VmHWM</c>).</summary>
    public double Memory(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Replace(field + ":", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://[\w.:\[\]-]+", RegexOptions.None, 1_000)]
    private static partial Regex Address();
}
