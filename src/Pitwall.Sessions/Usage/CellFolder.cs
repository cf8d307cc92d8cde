using Pitwall.Core.Records;

namespace Pitwall.Sessions.Usage;

/// <summary>What the calls of a cell have in common, apart from their time.</summary>
internal readonly record struct CellSeries(string Agent, string Model, string RootId, string Project, string Activity);

/// <summary>Adds calls up to cells of a quarter hour, as they come from the store.</summary>
internal sealed class CellFolder
{
    // Series are numbered, so that five texts are hashed once per change of session and not once per call.
    private readonly Dictionary<CellSeries, int> _numbers = [];
    private readonly Dictionary<(int Series, long Slice), Sum> _sums = [];
    private CellSeries _series;
    private int _number = -1;

    public void Add(in CellSeries series, long atMs, in TokenUsage usage, long? costNanos)
    {
        if (_number < 0 || series != _series)
        {
            if (!_numbers.TryGetValue(series, out _number))
                _numbers.Add(series, _number = _numbers.Count);
            _series = series;
        }

        var key = (_number, LocalDays.CellSliceOf(atMs));
        if (!_sums.TryGetValue(key, out var sum))
            _sums.Add(key, sum = new Sum(_series));
        sum.Add(atMs, usage, costNanos);
    }

    public List<UsageCell> Cells() => [.. _sums.Values.Select(s => s.ToCell())];

    private sealed class Sum(CellSeries series)
    {
        private long _firstMs = long.MaxValue, _lastMs = long.MinValue, _calls, _costNanos, _unpriced;
        private TokenUsage _usage;

        public void Add(long atMs, in TokenUsage usage, long? costNanos)
        {
            _firstMs = Math.Min(_firstMs, atMs);
            _lastMs = Math.Max(_lastMs, atMs);
            _calls++;
            _usage += usage;
            _costNanos += costNanos ?? 0;
            _unpriced += costNanos is null ? 1 : 0;
        }

        public UsageCell ToCell() => new()
        {
            FirstMs = _firstMs,
            LastMs = _lastMs,
            Agent = series.Agent,
            Model = series.Model,
            RootId = series.RootId,
            Project = series.Project,
            Activity = series.Activity,
            Calls = _calls,
            Usage = _usage,
            CostNanos = _costNanos,
            UnpricedCalls = _unpriced,
        };
    }
}
