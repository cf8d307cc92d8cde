using Pitwall.Testing;

[assembly: AssemblyFixture(typeof(PostgresCluster))]
