using Dapper;

namespace Pitwall.Sessions.Reading;

/// <summary>The conditions of one query over sessions, table alias <c>s</c>, and their parameters.</summary>
internal sealed class SessionWhere(string first)
{
    private const int MaxWords = 8;
    private readonly List<string> _conditions = [first];

    /// <summary>The parameters.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>The conditions, joined.</summary>
    public string Sql => string.Join(" and ", _conditions);

    /// <summary>Adds a condition.</summary>
    public void Add(string condition) => _conditions.Add(condition);

    /// <summary>Narrows to what the filter names; time and text as they mean for a list of sessions.</summary>
    public void Add(SessionFilter filter)
    {
        AddSession(filter);
        if (filter.SinceMs is { } since) Add("s.ended_ms >= @since", "since", since);
        if (filter.UntilMs is { } until) Add("s.started_ms < @until", "until", until);
        var words = (filter.Text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords);
        foreach (var (i, word) in words.Index())
            Add($"lower(s.title || ' ' || s.project) like @word{i} escape '!'", $"word{i}", $"%{Like(word.ToLowerInvariant())}%");
    }

    /// <summary>Narrows to the filter's project, agent, model and branch.</summary>
    public void AddSession(SessionFilter filter)
    {
        if (filter.Project is { Length: > 0 } project) Add("s.project = @project", "project", project);
        if (filter.Agent is { Length: > 0 } agent) Add("s.agent = @agent", "agent", agent);
        if (filter.Branch is { Length: > 0 } branch) Add("s.branch = @branch", "branch", branch);
        if (filter.Model is { Length: > 0 } model)
        {
            // A session whose sub-agents used the model counts: its cost holds theirs.
            Add("""
                exists (select 1 from sessions m where m.root_id = s.root_id and ',' || replace(m.models, ', ', ',') || ',' like @model escape '!')
                """, "model", $"%,{Like(model)},%");
        }
    }

    /// <summary>Goes on behind a row, descending.</summary>
    public void After(string key, long lastKey, string lastId)
    {
        Add($"({key}, s.id) < (@lastKey, @lastId)");
        Parameters.Add("lastKey", lastKey);
        Parameters.Add("lastId", AskedText.Clean(lastId));
    }

    private void Add(string condition, string name, object value)
    {
        Add(condition);
        Parameters.Add(name, value is string text ? AskedText.Clean(text) : value);
    }

    private static string Like(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
