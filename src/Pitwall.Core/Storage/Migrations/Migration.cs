namespace Pitwall.Core.Storage;

/// <summary>One numbered step of a part's schema, in the text for one database.</summary>
/// <param name="Version">1 and up, without a meaning for gaps.</param>
/// <param name="Name">File name, such as <c>0001_sessions.sqlite.sql</c>.</param>
/// <param name="Sql">Statements, separated by semicolons.</param>
/// <param name="Checksum">SHA-256 of the text with plain line ends, in hexadecimal.</param>
internal sealed record Migration(long Version, string Name, string Sql, string Checksum);
