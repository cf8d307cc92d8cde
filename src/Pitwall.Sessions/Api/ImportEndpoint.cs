using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Transcripts;

namespace Pitwall.Sessions.Api;

/// <summary>Imports on request: while a server runs it alone writes, so the command line asks it.</summary>
internal static class ImportEndpoint
{
    public static void MapImport(this IEndpointRouteBuilder api) =>
        // POST /api/import {"paths": [...]} - import files or folders now, answer when it is done
        api.MapPost("/import", RunAsync).WithName("Import").WithSummary("Imports transcripts now; without paths everything that is followed.")
            .Produces<ImportReport>().ProducesProblem(400);

    private static async Task<ContentHttpResult> RunAsync(ImportRequest request, Importer importer, IReadOnlyList<TranscriptRoot> roots, CancellationToken cancellationToken)
    {
        var paths = request.Paths ?? [];
        foreach (var path in paths)
            if (!Path.IsPathFullyQualified(path) || !Path.Exists(path)) throw new BadQueryException("paths must be whole paths of files or folders that exist on the server's machine.");
        var files = await Task.Run(() => paths.Count > 0 ? TranscriptFinder.FindIn(paths) : TranscriptFinder.Find(roots), cancellationToken);
        var report = await importer.RunAsync(files, WriteLane.Bulk, cancellationToken);
        return TypedResults.Text(ReportJson.Write(report), "application/json");
    }
}
