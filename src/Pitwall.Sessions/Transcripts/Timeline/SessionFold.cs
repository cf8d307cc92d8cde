namespace Pitwall.Sessions.Transcripts.Timeline;

/// <summary>
/// What one transcript adds up to, carried from append to append: an appended line costs itself, never the history.
/// A session's row is made of the folds of its transcripts, of which there is nearly always one.
/// </summary>
internal sealed class SessionFold
{
    public string Id { get; set; } = "";
    public string RootId { get; set; } = "";
    public string ParentId { get; set; } = "";
    public string Agent { get; set; } = "";
    public string Subagent { get; set; } = "";
    public string Title { get; set; } = "";

    /// <summary>Where the title comes from: 0 none, 1 first prompt, 2 summary, 3 given by the agent, 4 given by a person.</summary>
    public int TitleRank { get; set; }

    public string Project { get; set; } = "";
    public string Branch { get; set; } = "";
    public List<string> Models { get; set; } = [];
    public string Version { get; set; } = "";
    public string Entrypoint { get; set; } = "";
    public long StartedMs { get; set; }
    public long EndedMs { get; set; }
    public long Prompts { get; set; }
    public long Turns { get; set; }
    public long Operations { get; set; }
    public long Errors { get; set; }
    public long Compactions { get; set; }
    public long ApiErrors { get; set; }
    public long LimitsHit { get; set; }
    public long LinesAdded { get; set; }
    public long LinesRemoved { get; set; }
    public long Records { get; set; }
    public string LastUuid { get; set; } = "";
    public string LastCall { get; set; } = "";

    /// <summary>Widens the session's time to include a record. Clocks may run backwards.</summary>
    public void Touch(long atMs)
    {
        if (atMs <= 0) return;
        if (StartedMs == 0 || atMs < StartedMs) StartedMs = atMs;
        if (atMs > EndedMs) EndedMs = atMs;
    }

    /// <summary>Takes a title unless a better one is known; of equals the later wins, but the first prompt stays.</summary>
    public void Name(string title, int rank)
    {
        if (title.Length == 0 || rank < TitleRank || (rank == TitleRank && rank == 1)) return;
        Title = title;
        TitleRank = rank;
    }

    /// <summary>Notes a model that answered.</summary>
    public void Used(string model)
    {
        if (model.Length > 0 && !Models.Contains(model) && Models.Count < 50) Models.Add(model);
    }

    /// <summary>Adds the fold of another transcript of the same session.</summary>
    public void Add(SessionFold other)
    {
        Touch(other.StartedMs);
        Touch(other.EndedMs);
        if (other.TitleRank > TitleRank) (Title, TitleRank) = (other.Title, other.TitleRank);
        foreach (var model in other.Models) Used(model);
        if (Project.Length == 0) Project = other.Project;
        if (Branch.Length == 0) Branch = other.Branch;
        if (Version.Length == 0) Version = other.Version;
        if (Entrypoint.Length == 0) Entrypoint = other.Entrypoint;
        if (ParentId.Length == 0) (ParentId, RootId, Subagent) = (other.ParentId, other.RootId, other.Subagent);
        Prompts += other.Prompts;
        Turns += other.Turns;
        Operations += other.Operations;
        Errors += other.Errors;
        Compactions += other.Compactions;
        ApiErrors += other.ApiErrors;
        LimitsHit += other.LimitsHit;
        LinesAdded += other.LinesAdded;
        LinesRemoved += other.LinesRemoved;
        Records += other.Records;
    }
}
