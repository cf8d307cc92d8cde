using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pitwall.Core.Prices;
using Pitwall.Core.Storage;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>What the running program is, told once at its start.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DataFolder">Data folder.</param>
public sealed record ProgramFacts(string Version, DateTimeOffset StartedAt, string DataFolder);

/// <summary>Whether the server works, and what it holds.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        // GET /api/health - 200 while the store answers
        api.MapGet("/health", HealthAsync).WithName("Health").WithSummary("Whether the server and its store answer.").ProducesProblem(503);
        // GET /api/status - what is stored, and where
        api.MapGet("/status", StatusAsync).WithName("Status").WithSummary("What is stored, where, and how far the import is.");
    }

    private static async Task<Ok<HealthJson>> HealthAsync(ProgramFacts program, StatusReader status, SessionStream stream, CancellationToken cancellationToken)
    {
        var database = await status.DatabaseAsync(cancellationToken);
        return TypedResults.Ok(new HealthJson("ok", program.Version, database.Version, stream.Import));
    }

    private static async Task<Ok<StatusJson>> StatusAsync(ProgramFacts program, Database database, StatusReader status, SessionStream stream, CancellationToken cancellationToken)
    {
        var facts = await status.DatabaseAsync(cancellationToken);
        return TypedResults.Ok(new StatusJson
        {
            Status = "ok",
            Version = program.Version,
            Pid = Environment.ProcessId,
            StartedAt = program.StartedAt,
            DataLocation = database.Description,
            Database = facts.Version,
            DatabaseBytes = facts.Bytes,
            Prices = PriceTable.Shipped.Version.ToString(CultureInfo.InvariantCulture),
            Import = stream.Import,
            Agents = await status.AgentsAsync(cancellationToken),
            Unpriced = await status.UnpricedAsync(cancellationToken),
        });
    }
}
