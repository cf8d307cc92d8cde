using Pitwall.Core.Records;
using Pitwall.Sessions.Accounting;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Import;

/// <summary>Runs the first pass over many transcripts, on all cores.</summary>
internal static class AccountScan
{
    /// <summary>Accounts the files. One that cannot be read is noted in the report and left for the next time.</summary>
    public static IReadOnlyList<AccountPass.Found> Run(IReadOnlyCollection<(TranscriptFile File, TranscriptRow Row)> files, ImportReport report, CancellationToken cancellationToken)
    {
        var found = new List<AccountPass.Found>(files.Count);
        // The largest first, so that no core ends with a long file alone.
        var order = files.OrderByDescending(f => f.File.Size - f.Row.AccountedTo).ToList();
        if (order.Count == 1) Account(order[0]);
        else Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(order, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, Account);
        return found;

        void Account((TranscriptFile File, TranscriptRow Row) one)
        {
            try
            {
                var result = AccountPass.Run(one.File, one.Row, report);
                lock (found) found.Add(result);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                lock (report) report.Failed.Add($"{one.File.Path}: {e.Message}");
                one.Row.AccountedSize = -1; // not seen: the second pass leaves it alone
            }
        }
    }

    /// <summary>The calls of a scan, each once, with their prices.</summary>
    public static List<ModelCall> Calls(IEnumerable<AccountPass.Found> found)
    {
        var calls = new CallSet();
        foreach (var call in found.SelectMany(f => f.Calls)) calls.Add(CallStore.Finish(call));
        return calls.ToList();
    }
}
