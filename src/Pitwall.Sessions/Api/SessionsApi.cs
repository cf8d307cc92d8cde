using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Sessions.Api;

/// <summary>Puts the part's reading side and its JSON API into the host.</summary>
public static class SessionsApi
{
    /// <summary>Registers readers, the live stream and the API's serialisers. Needs <c>Database</c>, <c>TimeProvider</c> and <see cref="ProgramFacts"/>.</summary>
    public static IServiceCollection AddSessionsApi(this IServiceCollection services)
    {
        services.AddSingleton<SessionReader>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<UsageService>();
        services.AddSingleton<SessionStream>();
        services.AddHostedService<LivePublisher>();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        return services;
    }

    /// <summary>Maps everything below <c>/api</c>.</summary>
    public static void MapSessionsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapSessions();
        api.MapLive();
        api.MapUsage();
        api.MapImport();
        api.MapStatus();
        // Anything else below /api is answered as the API answers, not as a page.
        api.MapFallback("{**path}", (HttpContext context) => TypedResults.Problem(
            $"There is nothing at {context.Request.Path}. /openapi/v1.json lists what there is.", statusCode: StatusCodes.Status404NotFound, title: "Not found")).ExcludeFromDescription();
    }
}
