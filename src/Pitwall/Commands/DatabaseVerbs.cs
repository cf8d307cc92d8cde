using System.CommandLine;
using Pitwall.Sessions.Store;

namespace Pitwall.Commands;

/// <summary><c>pitwall db</c> with the migrations of every part.</summary>
internal static class DatabaseVerbs
{
    public static Command Create() => DatabaseCommands.Create([SessionMigrations.Set], DataFolder.Resolve, TimeProvider.System);
}
