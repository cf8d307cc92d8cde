namespace Pitwall.Core.Storage;

/// <summary>Why the store could not do what was asked, although the request was right.</summary>
public enum StoreFailure
{
    /// <summary>No space is left on the disk, or the database reached its largest allowed size.</summary>
    Full,

    /// <summary>Another process holds the database for longer than we wait.</summary>
    Locked,

    /// <summary>The file or its folder may not be written.</summary>
    ReadOnly,

    /// <summary>The file is damaged or is not a database.</summary>
    Damaged,

    /// <summary>The disk or the database server does not answer.</summary>
    Unavailable,
}

/// <summary>
/// A write or a read failed for a reason outside the program. Nothing of the piece of work was kept; the store goes on
/// and later work may succeed. The message says where and what to do.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(StoreFailure failure, string message, Exception? cause = null) : base(message, cause) =>
        Failure = failure;

    /// <summary>What kind of failure it was.</summary>
    public StoreFailure Failure { get; }
}
