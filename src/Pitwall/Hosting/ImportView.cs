using System.Globalization;
using Pitwall.Sessions.Import;
using Spectre.Console;

namespace Pitwall.Hosting;

/// <summary>Shows the import at start: a bar for a person, a line now and then in a log.</summary>
internal static class ImportView
{
    private static readonly TimeSpan s_lineEvery = TimeSpan.FromSeconds(2);

    /// <summary>Ends when everything that was there at start is imported, or the server stops.</summary>
    public static async Task ShowAsync(Importer importer, Follower follower, HostSettings settings, CancellationToken stopping)
    {
        if (settings.Roots.Count == 0) return;
        try
        {
            if (settings.Interactive) await BarAsync(importer, follower.FirstImport, stopping);
            else await LinesAsync(importer, follower.FirstImport, settings.Time, Console.Out, stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (importer.LastReport is { } report) await Console.Out.WriteLineAsync(Summary(report));
    }

    /// <summary>One line every few seconds while <paramref name="work"/> runs and there is something to tell.</summary>
    public static async Task LinesAsync(Importer importer, Task work, TimeProvider time, TextWriter output, CancellationToken stopping)
    {
        while (await Task.WhenAny(work, Task.Delay(s_lineEvery, time, stopping)) != work)
        {
            stopping.ThrowIfCancellationRequested();
            if (importer.Progress is { FilesTotal: > 0 } progress) await output.WriteLineAsync(Line(progress));
        }
        await work;
    }

    /// <summary>A progress bar while <paramref name="work"/> runs.</summary>
    public static Task BarAsync(Importer importer, Task work, CancellationToken stopping, TextWriter? output = null)
    {
        var console = output is null ? AnsiConsole.Console : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask("looking for transcripts", maxValue: 1);
                void Update(ImportProgress progress)
                {
                    if (progress.FilesTotal == 0) return;
                    bar.MaxValue = Math.Max(1, progress.BytesTotal);
                    bar.Value = progress.BytesDone;
                    bar.Description = Markup.Escape(Line(progress));
                }
                importer.Progressed += Update;
                try
                {
                    await work.WaitAsync(stopping);
                }
                finally
                {
                    importer.Progressed -= Update;
                }
            });
    }

    /// <summary><c>indexing 120 of 347 files, 41 of 78 MB, 62 MB/s, 1 s left</c>.</summary>
    internal static string Line(ImportProgress progress)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{progress.State} {progress.FilesDone:N0} of {progress.FilesTotal:N0} files, {progress.BytesDone / 1e6:N0} of {progress.BytesTotal / 1e6:N0} MB");
        if (progress.BytesPerSecond > 0) text += string.Create(CultureInfo.InvariantCulture, $", {progress.BytesPerSecond / 1e6:N0} MB/s");
        return progress.SecondsLeft is { } left && progress.BytesDone > 0 ? text + string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(left):N0} s left") : text;
    }

    /// <summary>What an import did, in one line, and what a person should know about it.</summary>
    internal static string Summary(ImportReport report)
    {
        var text = report.FilesRead == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{report.FilesFound:N0} transcripts, nothing new.")
            : string.Create(CultureInfo.InvariantCulture, $"Imported {report.FilesRead:N0} of {report.FilesFound:N0} transcripts: {report.Records:N0} records of {report.Sessions:N0} sessions, {report.Bytes / 1e6:N1} MB in {report.Seconds:N1} s.");
        return report.Failed.Count == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $" {report.Failed.Count:N0} could not be read; see /status.");
    }
}
