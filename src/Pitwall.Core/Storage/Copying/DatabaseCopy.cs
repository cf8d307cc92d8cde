using Dapper;

namespace Pitwall.Core.Storage;

/// <summary>
/// Moves everything from one store to another, either way between SQLite and PostgreSQL: one snapshot is read, one
/// transaction written, and before it is committed every table is read back and compared. So the target holds all or nothing.
/// </summary>
public sealed class DatabaseCopy(Database source, Database target, IReadOnlyList<MigrationSet> sets, TimeProvider time)
{
    private const int RowsPerPiece = 5_000;
    private const int TextPerPiece = 8 * 1024 * 1024;
    private const int RowsPerReport = 10_000;

    private readonly ICopyable _source = (ICopyable)source;
    private readonly ICopyable _target = (ICopyable)target;

    /// <summary>Brings both schemas up to date and copies.</summary>
    /// <param name="report">Called every 10,000 rows, on the copying thread.</param>
    /// <param name="cancellationToken">Looked at every 10,000 rows; the target stays as it was.</param>
    /// <exception cref="DatabaseCopyException">The target holds something else, or the rows that arrived differ.</exception>
    /// <exception cref="DatabaseConfigurationException">A schema cannot be brought up to date.</exception>
    /// <exception cref="StoreException">A disk or a server failed.</exception>
    public async Task<CopyResult> RunAsync(Action<CopyProgress>? report = null, CancellationToken cancellationToken = default)
    {
        if (source.Description == target.Description)
            throw new DatabaseCopyException($"Source and target are the same: {source.Description}. Name another target with --to.");
        await new Migrator(source, sets, time).RunAsync(cancellationToken);
        await new Migrator(target, sets, time).RunAsync(cancellationToken);
        var (connection, transaction) = await _source.OpenSnapshotAsync(cancellationToken);
        await using var closing = connection;
        await using var ending = transaction;

        return await target.WriteAsync(WriteLane.Bulk, session =>
        {
            var tables = _source.DescribeTables(connection, transaction);
            Compare(tables, _target.DescribeTables(session.Connection, session.Transaction));
            if (tables.FirstOrDefault(t => t.HasRows(session.Connection, session.Transaction)) is { } full)
                return Identical(full.Name);
            var copied = tables.Select(Copy).ToList();
            if (session.Dialect.Name == "sqlite")
            {
                foreach (var set in sets.Where(s => s.FillSqliteSearch is not null))
                    session.Connection.Execute(set.FillSqliteSearch!, transaction: session.Transaction, commandTimeout: 0);
            }
            return new CopyResult(WasIdentical: false, copied);

            CopyResult Identical(string full)
            {
                var both = tables.Select(t => (t.Name, From: t.Hash(connection, transaction), To: t.Hash(session.Connection, session.Transaction))).ToList();
                if (both.Any(t => t.From.Checksum != t.To.Checksum))
                    throw new DatabaseCopyException(
                        $"{target.Description} is not empty (table {full} has rows) and differs from {source.Description}. Name an empty database with --to; nothing was written.");
                return new CopyResult(WasIdentical: true, [.. both.Select(t => new CopiedTable(t.Name, t.From.Rows, t.From.Checksum))]);
            }

            CopiedTable Copy(CopyTable table)
            {
                var sent = new RowHash();
                var piece = table.NewInsert();
                var text = 0;
                foreach (var row in table.Read(connection, transaction))
                {
                    sent.Add(row);
                    Report(table, sent.Rows, checking: false);
                    piece.Rows.Add(row);
                    text += row.Sum(value => (value as string)?.Length ?? (value as byte[])?.Length ?? 0);
                    if (piece.Rows.Count < RowsPerPiece && text < TextPerPiece)
                        continue;
                    session.Insert(piece);
                    piece = table.NewInsert();
                    text = 0;
                }
                session.Insert(piece);
                return Check(table, sent);
            }

            CopiedTable Check(CopyTable table, RowHash sent)
            {
                var arrived = new RowHash();
                foreach (var row in table.Read(session.Connection, session.Transaction))
                {
                    arrived.Add(row);
                    Report(table, arrived.Rows, checking: true);
                }
                if (arrived.Rows != sent.Rows || arrived.Checksum != sent.Checksum)
                    throw new DatabaseCopyException(
                        $"Table {table.Name} did not arrive as it was sent: {sent.Rows} rows with checksum {sent.Checksum} left, {arrived.Rows} rows with {arrived.Checksum} arrived. Nothing was kept in {target.Description}.");
                return new CopiedTable(table.Name, sent.Rows, sent.Checksum);
            }
        }, cancellationToken);

        void Report(CopyTable table, long rows, bool checking)
        {
            if (rows % RowsPerReport != 0)
                return;
            cancellationToken.ThrowIfCancellationRequested();
            report?.Invoke(new CopyProgress(table.Name, rows, checking));
        }
    }

    private void Compare(IReadOnlyList<CopyTable> from, IReadOnlyList<CopyTable> to)
    {
        var here = from.Select(t => t.Name).Except(to.Select(t => t.Name), StringComparer.Ordinal).ToList();
        if (here.Count > 0)
            throw new DatabaseCopyException($"{target.Description} has no table {string.Join(", ", here)}, which {source.Description} has. Nothing was written.");
        foreach (var table in from)
        {
            var other = to.First(t => t.Name == table.Name);
            if (!table.Columns.SequenceEqual(other.Columns))
                throw new DatabaseCopyException($"Table {table.Name} has other columns in {target.Description} than in {source.Description}. Nothing was written.");
        }
    }
}
