namespace Pitwall.Core.Storage;

/// <summary>
/// A copy was refused, or what arrived was not what was sent; the target is as it was before. The message says what to do.
/// </summary>
public sealed class DatabaseCopyException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public DatabaseCopyException(string message) : base(message)
    {
    }
}
