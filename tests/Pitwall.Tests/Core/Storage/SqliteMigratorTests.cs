using Dapper;
using Microsoft.Data.Sqlite;
using Pitwall.Core.Storage;

namespace Pitwall.Tests.Core.Storage;

/// <summary>Migrations on SQLite, and the backup that goes before them.</summary>
public sealed class SqliteMigratorTests : MigratorTests
{
    private protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);

    private protected override string StatementWithSemicolons => """
        create virtual table words using fts5(text, tokenize='unicode61 remove_diacritics 2');
        create trigger cars_seen after insert on cars begin
          update cars set name = name || '; seen' where id = new.id;
          insert into words (text) values (new.name);
        end;
        """;

    [Fact]
    public async Task Run_DatabaseWithTables_IsBackedUpFirst()
    {
        await MigrateAsync(Set(("0001_cars.sql", First)));
        await ExecuteAsync("insert into cars (id, name) values (1, 'Supra')");
        var result = await MigrateAsync(Set(("0001_cars.sql", First), ("0002_drop.sql", "drop table cars")));

        Assert.StartsWith(Folder.Combine("backups"), result.Backup, StringComparison.Ordinal);
        Assert.Equal([result.Backup!], Directory.GetFileSystemEntries(Folder.Combine("backups")));
        await using var copy = new SqliteConnection($"Data Source={result.Backup};Mode=ReadOnly;Pooling=False");
        Assert.Equal("Supra", await copy.ExecuteScalarAsync<string>("select name from cars"));
        Assert.Equal("ok", await copy.ExecuteScalarAsync<string>("pragma integrity_check"));
    }

    [Fact]
    public async Task Run_ManyTimes_KeepsTheLastFiveBackupsAndThoseOfPeople()
    {
        var mine = Folder.Write(Path.Combine("backups", "pitwall-mine.db"), "a person's own copy");
        var files = new List<(string, string)> { ("0001_cars.sql", First) };
        await MigrateAsync(Set([.. files]));
        var made = new List<string>();
        for (var n = 2; n <= 8; n++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            files.Add(($"{n:0000}_step.sql", $"create table step{n} (id bigint)"));
            made.Add((await MigrateAsync(Set([.. files]))).Backup!);
        }

        Assert.Equal([.. made.TakeLast(5), mine], Directory.GetFiles(Folder.Combine("backups")).Order(StringComparer.Ordinal));
    }
}
