using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>Turns exceptions of the API into problem details with a sentence a person can act on, and logs what is a fault of ours.
/// Pages have their own error page.</summary>
internal sealed partial class ApiExceptionHandler(IProblemDetailsService problems, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; 499 is what logs call that.
            httpContext.Response.StatusCode = 499;
            return true;
        }
        // The request's own path is that of the error page by now.
        PathString path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path;
        if (!path.StartsWithSegments("/api", StringComparison.Ordinal) || httpContext.Response.HasStarted)
        {
            Log.Failed(logger, path, exception);
            return false;
        }
        var (status, title, detail) = exception switch
        {
            BadQueryException or BadCursorException => (StatusCodes.Status400BadRequest, "The request is not understood", exception.Message),
            BadHttpRequestException bad => (bad.StatusCode, "The request is not understood", "A parameter has a value that cannot be read; /openapi/v1.json says what each may be."),
            StoreException or DatabaseConfigurationException => (StatusCodes.Status503ServiceUnavailable, "The store does not answer", exception.Message),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong in Pitwall", "This is a bug in Pitwall, not in your request. The server's log has the details under this trace id."),
        };
        if (status >= 500) Log.Failed(logger, path, exception);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Title = title, Detail = detail },
        });
    }

    private static partial class Log
    {
        [LoggerMessage(1402, LogLevel.Error, "{Path} failed.")]
        public static partial void Failed(ILogger logger, string path, Exception exception);
    }
}
