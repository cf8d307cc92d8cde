namespace Pitwall.Core.Storage;

/// <summary>What is in one table, the same in both databases.</summary>
/// <param name="Name">Table name.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Checksum">Sum of the rows' SHA-256 in hexadecimal; independent of order and of the database.</param>
public sealed record CopiedTable(string Name, long Rows, string Checksum);

/// <summary>How a copy ended.</summary>
/// <param name="WasIdentical">True when the target held the same rows before, and nothing was written.</param>
/// <param name="Tables">Every table, sorted by name.</param>
public sealed record CopyResult(bool WasIdentical, IReadOnlyList<CopiedTable> Tables);

/// <summary>How far a copy is.</summary>
/// <param name="Table">The table at work.</param>
/// <param name="Rows">Its rows so far.</param>
/// <param name="Checking">False while rows are written, true while they are read back.</param>
public readonly record struct CopyProgress(string Table, long Rows, bool Checking);
