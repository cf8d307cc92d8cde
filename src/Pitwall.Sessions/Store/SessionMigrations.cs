using Pitwall.Core.Storage;

namespace Pitwall.Sessions.Store;

/// <summary>The numbered SQL files of this part.</summary>
public static class SessionMigrations
{
    /// <summary>The set, for the migrator.</summary>
    public static MigrationSet Set { get; } = new("sessions", typeof(SessionMigrations).Assembly);
}
