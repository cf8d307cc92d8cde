using System.Diagnostics;
using System.Text;

namespace Pitwall.EndToEnd.Program;

/// <summary>One running process of the program, with everything it has printed so far. Ends with the test that started it.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    /// <summary>What any single thing may take on a busy machine before the test gives up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Lock _lock = new();

    private ProgramRun(Process process) => _process = process;

    /// <summary>Process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Everything printed until now, for messages.</summary>
    public string Printed
    {
        get
        {
            lock (_lock)
                return $"standard output:\n{_output}\nstandard error:\n{_errors}";
        }
    }

    /// <summary>Starts a process and collects what it prints.</summary>
    public static ProgramRun Start(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, false);
        start.RedirectStandardInput = true;
        var process = new Process { StartInfo = start };
        var run = new ProgramRun(process);
        process.OutputDataReceived += (_, line) => run.Take(run._output, line.Data);
        process.ErrorDataReceived += (_, line) => run.Take(run._errors, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    /// <summary>The first line, printed already or still to come, that is wanted.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Lines().FirstOrDefault(wanted) is { } line)
                return line;
            _waiting.Add((wanted, found));
        }
        // All output is in when this ends: what was not printed by then never will be.
        var ended = _process.WaitForExitAsync();
        try
        {
            await Task.WhenAny(found.Task, ended).WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The program did not print the line that was waited for within {Patience.TotalSeconds:N0} s.\n{Printed}");
        }
        if (!found.Task.IsCompleted)
            throw new ProgramEndedException(_process.ExitCode, Printed);
        return await found.Task;
    }

    /// <summary>Waits for its own end.</summary>
    public async Task<ProgramResult> EndAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The program did not end within {limit.TotalSeconds:N0} s.\n{Printed}");
        }
        lock (_lock)
            return new ProgramResult(_process.ExitCode, _output.ToString(), _errors.ToString());
    }

    /// <summary>Waits for its end, but not longer than this; whether it ended.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Ctrl-C or a service manager does.</summary>
    public async Task<ProgramResult> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString()]);
        await kill.WaitForExitAsync();
        return await EndAsync(Patience);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private IEnumerable<string> Lines() => $"{_output}\n{_errors}".Split('\n');

    private void Take(StringBuilder to, string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            to.Append(line).Append('\n');
            foreach (var waiting in _waiting.Where(w => w.Wanted(line)).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Found.TrySetResult(line);
            }
        }
    }
}

/// <summary>The program ended while a test waited for something from it.</summary>
internal sealed class ProgramEndedException(int exitCode, string printed) : Exception($"The program ended with exit code {exitCode}.\n{printed}")
{
    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
