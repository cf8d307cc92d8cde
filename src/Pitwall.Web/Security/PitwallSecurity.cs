using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pitwall.Web.Security;

/// <summary>Puts the guards in front of everything else.</summary>
public static class PitwallSecurity
{
    /// <summary>Adds headers, the check of host and origin, and the token. Must be the first middleware.</summary>
    /// <exception cref="ArgumentException">The options are not safe; see <see cref="AccessOptions.Problem"/>.</exception>
    public static IApplicationBuilder UsePitwallSecurity(this IApplicationBuilder app, AccessOptions access)
    {
        if (access.Problem() is { } problem) throw new ArgumentException(problem, nameof(access));
        var gate = access.Token is { } token ? new TokenGate(token) : null;
        return app.Use(async (context, next) =>
        {
            SecurityHeaders.AddTo(context.Response);
            if (RequestGuard.Refusal(context.Request, access) is { } refusal)
            {
                await Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, "Not allowed", refusal);
                return;
            }
            if (gate is not null)
            {
                if (context.Request.Path == TokenGate.LoginPath)
                {
                    await gate.LoginAsync(context);
                    return;
                }
                if (!gate.IsAllowed(context.Request))
                {
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    await Refusals.WriteAsync(context, StatusCodes.Status401Unauthorized, "Token required",
                        "Send the token Pitwall was started with as 'Authorization: Bearer …', or open /login?token=… once in this browser.");
                    return;
                }
            }
            await next(context);
        });
    }
}
