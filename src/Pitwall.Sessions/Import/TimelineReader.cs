using Dapper;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Import;

/// <summary>Reads what an import must know of other transcripts.</summary>
internal static class TimelineReader
{
    /// <summary>Uuids of the session's records that other transcripts brought.</summary>
    public static async Task<HashSet<string>> UuidsElsewhereAsync(Database database, string sessionId, long transcriptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var uuids = await connection.QueryAsync<string>(new CommandDefinition(
            "select uuid from records where session_id = @sessionId and uuid <> '' and (id < @from or id >= @to)",
            new { sessionId, from = transcriptId << 32, to = (transcriptId + 1) << 32 }, cancellationToken: cancellationToken));
        return uuids.ToHashSet(StringComparer.Ordinal);
    }
}
