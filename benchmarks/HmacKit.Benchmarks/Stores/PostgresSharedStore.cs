using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HmacKit.Postgres;
using Npgsql;

namespace HmacKit.Benchmarks;

/// <summary>
/// PostgreSQL with its settings as they come, which wait for the disk. The bare client does the least that is right: one table
/// with one unique index, from which nothing is ever taken out.
/// </summary>
internal sealed class PostgresSharedStore : SharedStore
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-benchmark-").FullName;
    private NpgsqlDataSource? _dataSource;
    private PostgresReplayStore? _store;

    public override string Name => "PostgreSQL";

    private string Data => Path.Combine(_folder, "data");

    public override async Task StartAsync()
    {
        int port = FreePort();
        await RunAsync($"initdb -D {Data} -A trust -U postgres --no-sync");
        await RunAsync($"pg_ctl start -w -D {Data} -l {_folder}/log -o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120\"");
        _dataSource = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Maximum Pool Size=100;Timeout=60;Max Auto Prepare=10;Auto Prepare Min Usages=2");
        await PostgresSchema.MigrateAsync(_dataSource);
        await using NpgsqlCommand bare = _dataSource.CreateCommand("CREATE TABLE bare (nonce text PRIMARY KEY, expires bigint NOT NULL); CREATE TABLE bare_event (id text PRIMARY KEY, body bytea NOT NULL)");
        await bare.ExecuteNonQueryAsync();
        _store = new PostgresReplayStore(_dataSource);
    }

    public override IReadOnlyList<(string Title, SharedCandidate[] Candidates)> Comparisons()
    {
        var complete = new CachedReplayStore(new GuardedReplayStore(_store!, "postgres", new OutageOptions { Timeout = TimeSpan.FromSeconds(30) }));
        return
        [
            ("claim a nonce",
            [
                new("bare `INSERT … ON CONFLICT DO NOTHING`", async id => Must(await InsertAsync(id) == 1)),
                new("`PostgresReplayStore`", async id => Must(await _store!.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
                new("`UsePostgres` (guard and cache too)", async id => Must(await complete.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
            ]),
            (InboxComparison.Title,
            [
                new("bare `INSERT … ON CONFLICT DO NOTHING`", async id => Must(await InsertEventAsync(id) == 1)),
                InboxComparison.Of(OpenWebhooks()),
            ]),
        ];
    }

    public override HmacKit.Webhooks.WebhookDatabase OpenWebhooks() => HmacKit.Webhooks.WebhookDatabase.Postgres(_dataSource!);

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }

        await RunAsync($"pg_ctl stop -w -D {Data} -m immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private static ReplayClaim ClaimOf(long id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ReplayClaim("theone", "key_1", NonceOf(id), now, now + Life);
    }

    private static string NonceOf(long id) => id.ToString("x32", CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task<int> InsertEventAsync(long id)
    {
        await using NpgsqlCommand insert = _dataSource!.CreateCommand("INSERT INTO bare_event (id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = InboxComparison.IdOf(id) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = InboxComparison.Body });
        return await insert.ExecuteNonQueryAsync();
    }

    private async Task<int> InsertAsync(long id)
    {
        await using NpgsqlCommand insert = _dataSource!.CreateCommand("INSERT INTO bare (nonce, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "theone key_1 " + NonceOf(id) });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (TimeProvider.System.GetUtcNow() + Life).ToUnixTimeMilliseconds() });
        return await insert.ExecuteNonQueryAsync();
    }

    /// <summary>Runs one of the server's programs as a user that isn't root, which it refuses. The server inherits its output.</summary>
    private async Task RunAsync(string command)
    {
        string path = "PATH=\"$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)\"";
        string run = Environment.UserName == "root" ? $"chown -R postgres {_folder} && exec runuser -u postgres -- env \"$P\" {command}" : $"export \"$P\"; exec {command}";
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"P={path["PATH=".Length..]}; P=\"PATH=$P\"; ( {run} ) </dev/null >/dev/null 2>&1"]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Must(process.ExitCode == 0);
    }
}
