using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pitwall.Web.Security;

/// <summary>
/// Checks the token: as <c>Authorization: Bearer …</c>, or as the cookie that <c>/login?token=…</c> exchanges it for. The cookie holds
/// a value made from the token, not the token, and goes to no other site.
/// </summary>
public sealed class TokenGate
{
    /// <summary>Where a browser exchanges the token for a cookie.</summary>
    public const string LoginPath = "/login";

    private const string CookieName = "pitwall";
    private readonly byte[] _token;
    private readonly string _cookie;
    private readonly byte[] _cookieHash;

    /// <param name="token">The token callers must show.</param>
    public TokenGate(string token)
    {
        _token = Hash(token);
        _cookie = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "pitwall cookie"u8));
        _cookieHash = Hash(_cookie);
    }

    /// <summary>Whether the request shows the token or the cookie.</summary>
    public bool IsAllowed(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return IsToken(authorization["Bearer ".Length..].Trim());
        return request.Cookies.TryGetValue(CookieName, out var cookie) && CryptographicOperations.FixedTimeEquals(Hash(cookie), _cookieHash);
    }

    /// <summary>Answers <c>/login?token=…</c>: a cookie and the way to the first page, or 401.</summary>
    public async Task LoginAsync(HttpContext context)
    {
        if (!IsToken(context.Request.Query["token"].ToString()))
        {
            await Refusals.WriteAsync(context, StatusCodes.Status401Unauthorized, "Token required", "This token is not the one Pitwall was started with. Open /login?token=… with the value of --token.");
            return;
        }
        context.Response.Cookies.Append(CookieName, _cookie, new CookieOptions
        {
            HttpOnly = true,
            // Strict would leave a person who follows a link from a chat or a mail logged out.
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = TimeSpan.FromDays(30),
        });
        // On, so that the token does not stay in the address bar.
        context.Response.Redirect("/");
    }

    private bool IsToken(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), _token);

    // Compared by hash: the same time whatever the length.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
