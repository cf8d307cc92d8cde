using Pitwall.Core.Records;

namespace Pitwall.Sessions.Usage;

/// <summary>Adds cells up to one row of a report.</summary>
internal sealed class UsageRowBuilder(string period)
{
    private readonly List<ModelSum> _models = [];
    private readonly List<string> _agents = [];
    private TokenUsage _usage;
    private long _calls, _costNanos, _unpriced;
    private long _firstMs = long.MaxValue, _lastMs = long.MinValue;
    private string _project = "";
    private long _projectMs = long.MinValue;

    public void Add(UsageCell cell)
    {
        _usage += cell.Usage;
        _calls += cell.Calls;
        _costNanos += cell.CostNanos;
        _unpriced += cell.UnpricedCalls;
        _firstMs = Math.Min(_firstMs, cell.FirstMs);
        _lastMs = Math.Max(_lastMs, cell.LastMs);
        // A session that changed folders belongs to the one it was in last; ties must not hang on the order of cells.
        if (cell.LastMs > _projectMs || (cell.LastMs == _projectMs && string.CompareOrdinal(cell.Project, _project) > 0))
            (_project, _projectMs) = (cell.Project, cell.LastMs);
        if (!_agents.Contains(cell.Agent))
            _agents.Add(cell.Agent);
        ModelOf(cell.Model).Add(cell);
    }

    public UsageRow Build()
    {
        _agents.Sort(StringComparer.Ordinal);
        _models.Sort(ModelSum.Order);
        return new UsageRow
        {
            Period = period,
            Calls = _calls,
            Usage = _usage,
            CostNanos = _costNanos,
            UnpricedCalls = _unpriced,
            Models = _models.ConvertAll(m => m.Build()),
            Agents = _agents,
            Project = _project,
            FirstMs = _calls == 0 ? 0 : _firstMs,
            LastMs = _calls == 0 ? 0 : _lastMs,
        };
    }

    // A handful of models: a list is faster than a dictionary, and the last one used comes first.
    private ModelSum ModelOf(string model)
    {
        for (var i = _models.Count - 1; i >= 0; i--)
        {
            if (_models[i].Model == model)
                return _models[i];
        }

        var added = new ModelSum(model);
        _models.Add(added);
        return added;
    }

    private sealed class ModelSum(string model)
    {
        private TokenUsage _usage;
        private long _calls, _costNanos, _unpriced;

        public string Model => model;

        public static int Order(ModelSum a, ModelSum b) =>
            a._costNanos != b._costNanos ? b._costNanos.CompareTo(a._costNanos)
            : a._usage.Total != b._usage.Total ? b._usage.Total.CompareTo(a._usage.Total)
            : string.CompareOrdinal(a.Model, b.Model);

        public void Add(UsageCell cell)
        {
            _usage += cell.Usage;
            _calls += cell.Calls;
            _costNanos += cell.CostNanos;
            _unpriced += cell.UnpricedCalls;
        }

        public ModelUsage Build() => new(model, _usage, _costNanos, _calls, _unpriced);
    }
}
