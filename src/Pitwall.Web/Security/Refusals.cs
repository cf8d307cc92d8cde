using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Pitwall.Web.Security;

/// <summary>Answers to requests that are turned away before any page or endpoint sees them.</summary>
internal static class Refusals
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        ProblemHttpResult problem = TypedResults.Problem(detail, statusCode: status, title: title);
        return problem.ExecuteAsync(context);
    }
}
