using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Pitwall.Testing;

/// <summary>
/// A PostgreSQL server of our own for one test run: made by <c>initdb</c> in a temporary folder on a free loopback port
/// when the first test asks for a database, stopped and removed at the end. Use it as an assembly fixture.
/// Where PostgreSQL is not installed the test that asked fails and says so.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const int MostTries = 3;
    private const string FolderPrefix = "pitwall-pg-";
    private const string OwnerFile = "owner";

    private readonly SemaphoreSlim _starting = new(1);
    private PostgresPrograms? _programs;
    private string? _folder;
    private int _port;
    private int _databases;

    /// <summary>Makes an empty database and returns its address, <c>postgres://postgres@127.0.0.1:PORT/NAME</c>.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing or does not start; the message says what to do.</exception>
    public async Task<string> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(Settings("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres://postgres@127.0.0.1:{_port}/{name}";
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RemoveAsync(_folder);
        }
        _starting.Dispose();
    }

    private async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_folder is not null)
                return;
            _programs = PostgresPrograms.Find();
            await RemoveOrphansAsync();
            var folder = (await _programs.RunAsync("mktemp", "-d", Path.Combine(Path.GetTempPath(), FolderPrefix + "XXXXXX"))).Trim();
            await File.WriteAllTextAsync(Path.Combine(folder, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            await _programs.RunAsync("initdb", "-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
            await StartServerAsync(folder);
            _folder = folder;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task StartServerAsync(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            _port = FreePort();
            var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB -c deadlock_timeout=50ms";
            try
            {
                await _programs!.RunAsync("pg_ctl", "-D", Path.Combine(folder, "data"), "-o", options, "-l", Path.Combine(folder, "log"), "-w", "start");
                return;
            }
            catch (InvalidOperationException) when (attempt < MostTries)
            {
                // Somebody else took the port between finding and using it.
            }
        }
    }

    private async Task RemoveAsync(string folder)
    {
        await _programs!.RunAsync("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A test run that was killed could not stop its server: the next run does.</summary>
    private async Task RemoveOrphansAsync()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            try
            {
                var owner = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, OwnerFile)), CultureInfo.InvariantCulture);
                if (!IsRunning(owner))
                    await RemoveAsync(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
            {
                // Another user's, or one that is being made or removed at this moment.
            }
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string Settings(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = "postgres", Database = database, Pooling = false }.ConnectionString;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
