using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>Sessions, their timelines and the search over them.</summary>
internal static class SessionEndpoints
{
    private const string Timeline = "/timeline";
    private const string Calls = "/calls";

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        // GET /api/sessions - list, newest first unless sort says otherwise, keyset paging
        api.MapGet("/sessions", ListAsync).WithName("ListSessions").WithSummary("Top-level sessions; tokens and cost include their sub-agents.").ProducesProblem(400);
        // GET /api/sessions/choices - the values filters offer
        api.MapGet("/sessions/choices", ChoicesAsync).WithName("ListChoices").WithSummary("Projects, agents, models and branches, most used first.");
        // GET /api/sessions/{id} - one session with its sub-agents
        api.MapGet("/sessions/{id}", GetAsync).WithName("GetSession").WithSummary("One session and the sub-agent sessions below it.").ProducesProblem(404);
        // GET /api/sessions/{id}/timeline - what happened, in order
        api.MapGet("/sessions/{id}/timeline", TimelineAsync).WithName("GetTimeline").WithSummary("What happened in a session, in order.").ProducesProblem(400).ProducesProblem(404);
        // GET /api/sessions/{id}/calls - its model calls, by time
        api.MapGet("/sessions/{id}/calls", CallsAsync).WithName("GetCalls").WithSummary("The model calls of a session and its sub-agents.").ProducesProblem(404);
        // GET /api/sessions/{id with slashes}[/timeline|/calls] - ids of sub-agents hold a slash
        api.MapGet("/sessions/{parent}/{**rest}", AnyAsync).ExcludeFromDescription();
        // GET /api/search?q= - full text
        api.MapGet("/search", SearchAsync).WithName("Search").WithSummary("Full-text search over prompts, answers, commands and errors, newest first.").ProducesProblem(400);
    }

    private static async Task<Ok<PageJson<SessionJson>>> ListAsync(
        [AsParameters] ListQuery query,
        [Description("recent, cost, tokens, errors or duration; always descending.")] string? sort,
        [Description("Words that title or project must hold.")] string? text,
        SessionReader reader, CancellationToken cancellationToken)
    {
        var filter = query.Filter() with { Sort = ListQuery.ParseSort(sort), Text = text };
        var page = await reader.ListAsync(filter, query.Cursor, query.Rows, cancellationToken);
        return TypedResults.Ok(new PageJson<SessionJson>([.. page.Items.Select(SessionJson.From)], page.Next));
    }

    private static async Task<Ok<FilterChoices>> ChoicesAsync(SessionReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ChoicesAsync(cancellationToken));

    private static async Task<Results<Ok<SessionDetailJson>, ProblemHttpResult>> GetAsync(string id, SessionReader reader, CancellationToken cancellationToken)
    {
        id = Unescaped(id);
        var session = await reader.GetAsync(id, cancellationToken);
        if (session is null) return ApiProblem.NoSession(id);
        var family = await reader.ChildrenAsync(session.RootId, cancellationToken);
        var below = SessionTree.Below(family, id);
        // Of the top-level session all are below, also those whose own parent is not known.
        var subagents = family.Where(s => s.Id != id && (id == session.RootId || below.Contains(s.Id)));
        return TypedResults.Ok(new SessionDetailJson(SessionJson.From(session), [.. subagents.Select(SessionJson.From)]));
    }

    private static async Task<Results<Ok<PageJson<TimelineItemJson>>, ProblemHttpResult>> TimelineAsync(
        string id,
        [Description("The next value of the page before: the id of the last item seen.")] string? cursor,
        [Description("Items per page, 1 to 500; 50 when left out.")] string? limit,
        SessionReader reader, CancellationToken cancellationToken)
    {
        id = Unescaped(id);
        var page = await reader.TimelineAsync(id, cursor, ListQuery.ParseLimit(limit), cancellationToken);
        if (page.Items.Count == 0 && await reader.GetAsync(id, cancellationToken) is null) return ApiProblem.NoSession(id);
        return TypedResults.Ok(new PageJson<TimelineItemJson>([.. page.Items.Select(TimelineItemJson.From)], page.Next));
    }

    private static async Task<Results<Ok<PageJson<CallJson>>, ProblemHttpResult>> CallsAsync(string id, SessionReader reader, CancellationToken cancellationToken)
    {
        id = Unescaped(id);
        var calls = await reader.CallsAsync(id, cancellationToken);
        if (calls.Count == 0 && await reader.GetAsync(id, cancellationToken) is null) return ApiProblem.NoSession(id);
        return TypedResults.Ok(new PageJson<CallJson>([.. calls.Select(CallJson.From)], null));
    }

    private static async Task<IResult> AnyAsync(string parent, string? rest, string? cursor, string? limit, SessionReader reader, CancellationToken cancellationToken)
    {
        var path = $"{parent}/{rest}";
        if (path.EndsWith(Timeline, StringComparison.Ordinal)) return await TimelineAsync(path[..^Timeline.Length], cursor, limit, reader, cancellationToken);
        if (path.EndsWith(Calls, StringComparison.Ordinal)) return await CallsAsync(path[..^Calls.Length], reader, cancellationToken);
        return await GetAsync(path, reader, cancellationToken);
    }

    private static async Task<Ok<PageJson<SearchHitJson>>> SearchAsync(
        [Description("Words that must all be there, \"phrases\", -words that must not; the last word may be unfinished.")] string? q,
        [AsParameters] ListQuery query, SessionReader reader, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(q)) throw new BadQueryException("q is missing: say what to search for, such as /api/search?q=migration.");
        var page = await reader.SearchAsync(q, query.Filter(), query.Cursor, query.Rows, cancellationToken);
        return TypedResults.Ok(new PageJson<SearchHitJson>([.. page.Items.Select(SearchHitJson.From)], page.Next));
    }

    /// <summary>Routing leaves an escaped slash as it is.</summary>
    private static string Unescaped(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
