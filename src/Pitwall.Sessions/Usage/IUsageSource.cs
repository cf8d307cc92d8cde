namespace Pitwall.Sessions.Usage;

/// <summary>
/// Where a usage report comes from: the store, or transcripts read just now that the store does not hold yet. Every
/// source folds its calls with <see cref="UsageReports"/>, so that all of them agree.
/// </summary>
public interface IUsageSource
{
    /// <summary>The report that was asked for.</summary>
    Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default);
}
