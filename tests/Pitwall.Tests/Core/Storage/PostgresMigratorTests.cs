using Pitwall.Testing;

namespace Pitwall.Tests.Core.Storage;

/// <summary>Migrations on PostgreSQL.</summary>
public sealed class PostgresMigratorTests(PostgresCluster cluster) : MigratorTests
{
    private protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();

    private protected override string StatementWithSemicolons => """
        create function see() returns trigger language plpgsql as $body$
        begin
          new.name := new.name || '; seen';
          return new;
        end;
        $body$;
        create trigger cars_seen before insert on cars for each row execute function see();
        """;
}
