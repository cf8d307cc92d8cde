using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pitwall.Sessions.Pages.Errors;
using Pitwall.Sessions.Pages.Overview;
using Pitwall.Sessions.Pages.Search;
using Pitwall.Sessions.Pages.SessionDetail;
using Pitwall.Sessions.Pages.SessionList;
using Pitwall.Sessions.Pages.Status;
using Pitwall.Sessions.Pages.UsageView;
using Pitwall.Web.Formatting;
using Pitwall.Web.Layout;

namespace Pitwall.Sessions.Pages;

/// <summary>Registers the pages about sessions. They need <c>AddPitwallWeb</c> and an <see cref="IPageData"/>.</summary>
public static class SessionPages
{
    /// <summary>Adds the entries of the top bar and what the pages work with.</summary>
    public static IServiceCollection AddSessionPages(this IServiceCollection services)
    {
        services.AddSingleton(new NavItem("Overview", "/", 'o', 10));
        services.AddSingleton(new NavItem("Sessions", "/sessions", 's', 20));
        services.AddSingleton(new NavItem("Usage", "/usage", 'u', 30));
        services.AddSingleton(new NavItem("Search", "/search", 'f', 40));
        services.AddSingleton(new NavItem("Status", "/status", 't', 50));
        services.AddSingleton<TimelineReader>();
        services.AddSingleton<IPageData, PageData>();
        return services;
    }

    /// <summary>Maps the pages, the fragments they fetch, <c>/error</c> for the exception handler, and what answers unknown addresses.</summary>
    public static IEndpointRouteBuilder MapSessionPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        // GET / - overview; its live parts alone
        pages.MapGet("/", () => new RazorComponentResult<OverviewPage>());
        pages.MapGet("/overview/body", () => new RazorComponentResult<OverviewBody>());
        pages.MapGet("/overview/week", () => new RazorComponentResult<WeekPart>());
        pages.MapGet("/overview/days", () => new RazorComponentResult<DaysPart>());
        pages.MapGet("/overview/projects", () => new RazorComponentResult<ProjectsPart>());
        pages.MapGet("/overview/sessions", () => new RazorComponentResult<SessionsPart>());
        // GET /sessions - list, filtered by the query string, keyset paging
        pages.MapGet("/sessions", (HttpRequest request) => View<SessionsPage>(new { Filter = FilterQuery.From(request.Query) }));
        // GET /usage - chart and tables
        pages.MapGet("/usage", Usage);
        // GET /search - full text
        pages.MapGet("/search", (HttpRequest request) =>
            View<SearchPage>(new { Query = FilterQuery.Value(request.Query, "q"), Filter = FilterQuery.From(request.Query) }));
        // GET /status - the program itself; the import alone
        pages.MapGet("/status", () => new RazorComponentResult<StatusPage>());
        pages.MapGet("/status/import", ImportAsync);
        SessionDetailPages.Map(pages);
        // GET /error - where the exception handler sends a page that failed
        pages.MapGet("/error", Error);
        pages.MapFallback(NotFound);
        return endpoints;
    }

    internal static RazorComponentResult<T> View<T>(object parameters, int status = StatusCodes.Status200OK)
        where T : IComponent => new(parameters) { StatusCode = status };

    private static async Task<RazorComponentResult<ImportPanel>> ImportAsync(HttpRequest request, IPageData data, CancellationToken ct) =>
        View<ImportPanel>(new { Status = await data.StatusAsync(ct), OnlyBusy = request.Query["busy"] == "1" });

    private static RazorComponentResult<UsagePage> Usage(HttpRequest request, TimeProvider clock)
    {
        var today = Times.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds(), clock.LocalTimeZone);
        return View<UsagePage>(new { Request = UsageRequest.From(request.Query, today) });
    }

    private static RazorComponentResult<ErrorPage> Error(HttpContext http) =>
        View<ErrorPage>(new { TraceId = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier }, StatusCodes.Status500InternalServerError);

    private static IResult NotFound(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Problem("There is no such resource. GET /openapi/v1.json lists what there is.", statusCode: StatusCodes.Status404NotFound)
            : View<NotFoundPage>(new { }, StatusCodes.Status404NotFound);
}
