using Microsoft.AspNetCore.Http;

namespace Pitwall.Web.Security;

/// <summary>
/// Lets no other web page drive this server: the <c>Host</c> must be ours (against DNS rebinding), and whatever a browser
/// says comes from another site is refused, except following a link to a page. Programs that are no browsers send neither
/// <c>Origin</c> nor <c>Sec-Fetch-Site</c> and are let through.
/// </summary>
public static class RequestGuard
{
    /// <summary>What is wrong with a request, or null.</summary>
    public static string? Refusal(HttpRequest request, AccessOptions access)
    {
        if (!request.Host.HasValue || !access.IsOurHost(request.Host.Host))
            return "Pitwall does not answer to this host name. Open it by the address it printed at start, such as http://localhost:8151.";
        // Followed links and typed addresses only read, and the page that links cannot see the answer.
        if (IsNavigation(request)) return null;

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // Other ports of localhost are the "same site" but not our pages.
        if (site.Length > 0 && site is not ("same-origin" or "none"))
            return "Another web page asked for this. Pitwall answers only to its own pages; open it in a tab of its own.";
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsOwnOrigin(request, origin))
            return "Another web page asked for this. Pitwall answers only to its own pages; open it in a tab of its own.";
        return null;
    }

    private static bool IsNavigation(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Origin.Count == 0
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool IsOwnOrigin(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme == request.Scheme
        && uri.Host.Trim('[', ']').Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && uri.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80));
}
