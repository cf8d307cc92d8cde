using System.Net.Sockets;
using Npgsql;

namespace Pitwall.Core.Storage.Postgres;

/// <summary>Turns PostgreSQL failures that concern the server, not the statement, into sentences.</summary>
internal static class PostgresErrors
{
    /// <summary>The exception to hand to the caller: a <see cref="StoreException"/> when the server is at fault, else the same one.</summary>
    public static Exception Explain(Exception error, string where) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } e =>
            new StoreException(StoreFailure.Full, $"PostgreSQL at {where} has no space left: {e.MessageText}.", e),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } e =>
            new StoreException(StoreFailure.Locked, $"PostgreSQL at {where} is locked by another program: {e.MessageText}.", e),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } e =>
            new StoreException(StoreFailure.ReadOnly, $"PostgreSQL at {where} accepts no writes; name the primary server, not a standby.", e),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e =>
            new DatabaseConfigurationException($"PostgreSQL at {where} refuses the user or the password in --database.", e),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e =>
            new DatabaseConfigurationException($"PostgreSQL at {where}: that database does not exist. Make it with createdb, then start again.", e),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow } e =>
            new StoreException(StoreFailure.Unavailable, $"PostgreSQL at {where} does not serve us now: {e.MessageText}.", e),
        PostgresException => error,
        NpgsqlException or SocketException =>
            new StoreException(StoreFailure.Unavailable, $"PostgreSQL at {where} does not answer: {error.Message} Check that it runs and that the address in --database is right.", error),
        _ => error,
    };

    /// <summary>True when the server rolled the work back only because of what ran beside it; the same work may succeed now.</summary>
    public static bool IsCollision(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}
