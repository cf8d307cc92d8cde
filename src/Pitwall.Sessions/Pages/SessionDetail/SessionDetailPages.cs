using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pitwall.Sessions.Pages.Errors;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>The page of one session, its records, and the fragments that both fetch.</summary>
internal static class SessionDetailPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        // GET /sessions/{id} - the session; ?at=, ?after=, ?end=1 say which part of its timeline. A slash in an id is written %2F
        pages.MapGet("/sessions/{id}", SessionAsync);
        // GET /sessions/{id}/figures, /calls, /timeline - parts of that page
        pages.MapGet("/sessions/{id}/figures", FiguresAsync);
        pages.MapGet("/sessions/{id}/calls", CallsAsync);
        pages.MapGet("/sessions/{id}/timeline", TimelineAsync);
        // GET /sessions/{id}/records/{record} - one record on its own; its line, its inside, its text alone
        pages.MapGet("/sessions/{id}/records/{record:long}", (string id, long record, IPageData data, TimeProvider clock, CancellationToken ct) =>
            RecordAsync(id, record, data, clock, (item, chunk) => SessionPages.View<RecordPage>(new { Item = item, Chunk = chunk }), ct));
        pages.MapGet("/sessions/{id}/records/{record:long}/row", (string id, long record, IPageData data, TimeProvider clock, CancellationToken ct) =>
            RecordAsync(id, record, data, clock, (item, chunk) => SessionPages.View<TimelineItemView>(new { Item = item, Chunk = chunk }), ct));
        pages.MapGet("/sessions/{id}/records/{record:long}/body", (string id, long record, HttpRequest request, IPageData data, TimeProvider clock, CancellationToken ct) =>
            RecordAsync(id, record, data, clock, (item, _) =>
                SessionPages.View<OperationBody>(new { Operation = item.Operation ?? new Operation(), item.SessionId, Full = request.Query["full"] == "1" }), ct));
        pages.MapGet("/sessions/{id}/records/{record:long}/text", (string id, long record, IPageData data, TimeProvider clock, CancellationToken ct) =>
            RecordAsync(id, record, data, clock, (item, _) =>
                SessionPages.View<LongText>(new { Item = item, Full = true, KeepLineBreaks = item.Kind == "prompt" }), ct));
        // GET /sessions/a/b - an id whose slash somebody wrote as it is
        pages.MapGet("/sessions/{id}/{**rest}", (string id, string rest, HttpRequest request) =>
            TypedResults.Redirect(Links.Session($"{id}/{rest}") + request.QueryString));
    }

    private static async Task<IResult> SessionAsync(string id, HttpRequest request, TimelineReader reader, IPageData data, CancellationToken ct)
    {
        if (await reader.ReadAsync(Links.IdFrom(id), TimelineRequest.From(request.Query), ct) is not { } chunk) return NoSession();
        var parent = chunk.Session.ParentId is { Length: > 0 } parentId ? await data.GetAsync(parentId, ct) : null;
        return SessionPages.View<SessionPage>(new { Chunk = chunk, Parent = parent });
    }

    private static async Task<IResult> FiguresAsync(string id, IPageData data, CancellationToken ct)
    {
        if (await data.GetAsync(Links.IdFrom(id), ct) is not { } session) return NoSession();
        return SessionPages.View<SessionFigures>(new { Session = session, Calls = await data.CallsAsync(session.Id, ct) });
    }

    private static async Task<IResult> CallsAsync(string id, IPageData data, CancellationToken ct)
    {
        if (await data.GetAsync(Links.IdFrom(id), ct) is not { } session) return NoSession();
        return SessionPages.View<CallChart>(new { Session = session, Calls = await data.CallsAsync(session.Id, ct) });
    }

    private static async Task<IResult> TimelineAsync(string id, HttpRequest request, TimelineReader reader, CancellationToken ct)
    {
        if (await reader.ReadAsync(Links.IdFrom(id), TimelineRequest.From(request.Query), ct) is not { } chunk) return NoSession();
        return SessionPages.View<TimelineRows>(new { Chunk = chunk, Fragment = true });
    }

    private static async Task<IResult> RecordAsync(
        string id, long record, IPageData data, TimeProvider clock, Func<TimelineItem, TimelineChunk, IResult> view, CancellationToken ct)
    {
        var sessionId = Links.IdFrom(id);
        if (await data.GetAsync(sessionId, ct) is not { } session || await data.ItemAsync(sessionId, record, ct) is not { } item) return NoSession();
        var children = item.Operation?.ChildId is null ? [] : await data.ChildrenAsync(session.RootId, ct);
        return view(item, new TimelineChunk
        {
            Session = session,
            Request = new TimelineRequest(),
            Rows = [new TimelineRow(item, null, 0)],
            Running = Names.IsRunning(session, clock),
            Children = children.ToDictionary(c => c.Id, StringComparer.Ordinal),
        });
    }

    private static RazorComponentResult<NotFoundPage> NoSession() => SessionPages.View<NotFoundPage>(
        new
        {
            Title = "There is no such session",
            Text = "Its transcript may not be read yet, or it was deleted before Pitwall saw it. Status says how far the import is.",
        },
        StatusCodes.Status404NotFound);
}
