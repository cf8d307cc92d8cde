using System.Data.Common;
using Pitwall.Core.Records;
using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Usage reports from the store. Rows are read plainly and added up here, by several readers at once where there are
/// many: a database would sort all of them by text before it could group them, which takes longer than everything below.
/// </summary>
public sealed class UsageService(Database database, TimeProvider time) : IUsageSource
{
    private const long RowsPerReader = 8_000;
    private const int MostReaders = 4;

    /// <inheritdoc />
    public async Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var detail = query.Period == UsagePeriod.Session ? Detail.Session | Detail.Project : Detail.None;
        if (query.Project is { Length: > 0 })
            detail |= Detail.Project;
        return UsageReports.Build(await ReadAsync(query, detail, cancellationToken), query, time.GetUtcNow());
    }

    /// <summary>
    /// The calls that the query covers, added up per quarter hour, agent, session, project, model and activity: what
    /// any table or chart of usage can be folded from. The query's period does not matter.
    /// </summary>
    public async Task<IReadOnlyList<UsageCell>> CellsAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cells = await ReadAsync(query, Detail.Session | Detail.Project | Detail.Activity, cancellationToken);
        return UsageReports.Within(cells, query);
    }

    private async Task<List<UsageCell>> ReadAsync(UsageQuery query, Detail detail, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var statement = UsageStatement.For(query, detail);
        // A call keeps its row for ever, so that ranges of rows read one after the other hold every call once.
        var parts = database.Dialect.Name == "sqlite" ? await PartsAsync(connection, cancellationToken) : [];
        if (parts.Count < 2)
            return await ReadAsync(connection, statement, detail, cancellationToken);
        var rest = parts.Skip(1).Select(part => Task.Run(
            async () =>
            {
                await using var another = await database.OpenAsync(cancellationToken);
                return await ReadAsync(another, statement.OfRows(part.First, part.Last), detail, cancellationToken);
            },
            cancellationToken)).ToList();
        var cells = await ReadAsync(connection, statement.OfRows(parts[0].First, parts[0].Last), detail, cancellationToken);
        foreach (var more in await Task.WhenAll(rest))
            cells.AddRange(more);
        return cells;
    }

    private static async Task<IReadOnlyList<(long First, long Last)>> PartsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var rows = await CallRows.ReadAsync(connection, "select coalesce(min(rowid), 0), coalesce(max(rowid), 0) from model_calls", [], cancellationToken);
        await rows.NextAsync(cancellationToken);
        var (first, last) = (rows.Int64(0), rows.Int64(1));
        var readers = Math.Min(Math.Min(Environment.ProcessorCount, MostReaders), (last - first) / RowsPerReader);
        var parts = new List<(long, long)>();
        for (var i = 0; i < readers; i++)
            parts.Add((first + (last - first) / readers * i, i == readers - 1 ? long.MaxValue : first + (last - first) / readers * (i + 1) - 1));
        return parts;
    }

    private static async Task<List<UsageCell>> ReadAsync(DbConnection connection, UsageStatement statement, Detail detail, CancellationToken cancellationToken)
    {
        await using var rows = await CallRows.ReadAsync(connection, statement.Sql, statement.Parameters, cancellationToken);
        var (root, project, activity) = UsageStatement.Places(detail);
        var folder = new CellFolder();
        while (await rows.NextAsync(cancellationToken))
        {
            var series = new CellSeries(
                rows.Text(0),
                rows.Text(1),
                root < 0 ? "" : rows.Text(root),
                project < 0 ? "" : rows.Text(project),
                activity < 0 ? "" : rows.Text(activity));
            var usage = new TokenUsage
            {
                Input = rows.Int64(3),
                Output = rows.Int64(4),
                CacheRead = rows.Int64(5),
                CacheWrite5m = rows.Int64(6),
                CacheWrite1h = rows.Int64(7),
                Reasoning = rows.Int64(8),
                WebSearches = rows.Int64(9),
            };
            folder.Add(series, rows.Int64(2), usage, rows.IsNull(10) ? null : rows.Int64(10));
        }

        return folder.Cells();
    }
}
