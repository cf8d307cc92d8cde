using Microsoft.AspNetCore.Http;

namespace Pitwall.Web.Security;

/// <summary>
/// Headers of every answer: what a page may load, that nobody guesses types, frames us or learns where a reader came from,
/// and that nothing private is kept in a cache. An endpoint that sets one itself is not overruled.
/// </summary>
internal static class SecurityHeaders
{
    public static void AddTo(HttpResponse response) => response.OnStarting(() =>
    {
        var headers = response.Headers;
        headers.TryAdd(ContentSecurityPolicy.HeaderName, ContentSecurityPolicy.HeaderValue);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Cache-Control", "no-store");
        return Task.CompletedTask;
    });
}
