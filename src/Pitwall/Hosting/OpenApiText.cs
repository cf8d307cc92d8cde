using Microsoft.AspNetCore.OpenApi;
using Pitwall.Commands;

namespace Pitwall.Hosting;

/// <summary>Title and version of the API's description.</summary>
internal static class OpenApiText
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new()
        {
            Title = "Pitwall",
            Version = CommandLine.Version,
            Description = "What your AI agents did and what it cost. Times are RFC 3339; lists are paged with 'cursor' and 'next'; errors are RFC 9457 problem details.",
        };
        // The server answers at whatever address it was reached.
        document.Servers = [];
        return Task.CompletedTask;
    });
}
