using Pitwall.Core.Records;
using Pitwall.Sessions.Accounting;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>Runs the first pass over many transcripts, on all cores.</summary>
internal static class AccountScan
{
    /// <summary>Accounts the files. One that cannot be read is noted in the report and left for the next time.</summary>
    public static List<AccountPass.Found> Run(List<TranscriptChange> changes, ImportReport report, CancellationToken cancellationToken)
    {
        var found = new List<AccountPass.Found>(changes.Count);
        // The largest first, so that no core ends with a long file alone.
        var order = changes.ToArray();
        Array.Sort(order, static (a, b) => b.Bytes.CompareTo(a.Bytes));
        var next = -1;
        // Plain tasks: Parallel would have to be compiled first, which a command that prints a report can feel.
        var helpers = new Task[Math.Min(Environment.ProcessorCount, order.Length) - 1 is > 0 and var more ? more : 0];
        for (var i = 0; i < helpers.Length; i++) helpers[i] = Task.Run(Work, cancellationToken);
        Work();
        Task.WaitAll(helpers, cancellationToken);
        return found;

        void Work()
        {
            while (Interlocked.Increment(ref next) is var mine && mine < order.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Account(order[mine], report) is not { } one) continue;
                lock (found) found.Add(one);
            }
        }
    }

    private static AccountPass.Found? Account(TranscriptChange change, ImportReport report)
    {
        try
        {
            return AccountPass.Run(change.File, change.Row, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lock (report) report.Failed.Add($"{change.File.Path}: {e.Message}");
            change.Row.AccountedSize = -1; // not seen: the second pass leaves it alone
            return null;
        }
    }

    /// <summary>The calls of a scan, each once, with their prices.</summary>
    public static List<ModelCall> Calls(List<AccountPass.Found> found)
    {
        var calls = new CallSet();
        foreach (var one in found)
            foreach (var call in one.Calls) calls.Add(CallStore.Finish(call));
        return calls.ToList();
    }
}
