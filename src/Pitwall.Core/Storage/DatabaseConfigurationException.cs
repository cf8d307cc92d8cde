namespace Pitwall.Core.Storage;

/// <summary>
/// The database cannot be used as asked: an address that is not understood, a missing library, a database that is
/// newer than the program. The message is a sentence that tells a person what to do; it never holds a password.
/// </summary>
public sealed class DatabaseConfigurationException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public DatabaseConfigurationException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
