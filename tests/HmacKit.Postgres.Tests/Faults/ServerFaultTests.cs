using System.Collections.Concurrent;
using HmacKit.Postgres.Tests.Servers;
using Npgsql;

namespace HmacKit.Postgres.Tests.Faults;

/// <summary>The server is killed and connections are cut while two machines claim the same nonces.</summary>
[Collection(PostgresTests.Name)]
public sealed class ServerFaultTests(PostgresServer server) : IAsyncLifetime
{
    private TestSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server, "Maximum Pool Size=20");

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_killed_under_load_and_started_again_has_accepted_nothing_twice_and_lost_nothing()
    {
        await using var load = new Load(_schema);
        await load.RunUntilAsync(added: 1_000);
        server.Kill();
        await load.FailAsync(failures: 100);
        await server.StartAsync();
        int before = load.Accepted.Count;
        await load.RunUntilAsync(added: before + 1_000);
        await load.StopAsync();
        await load.AssertEachWasAcceptedOnceAsync();
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_let_nothing_in_twice()
    {
        await using var load = new Load(_schema);
        await using NpgsqlDataSource axe = NpgsqlDataSource.Create(server.ConnectionString + ";Application Name=axe");
        for (int cut = 1; cut <= 10; cut++)
        {
            await load.RunUntilAsync(added: cut * 200);
            await using NpgsqlCommand command = axe.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'axe'");
            await command.ExecuteNonQueryAsync();
        }

        await load.StopAsync();
        await load.AssertEachWasAcceptedOnceAsync();
    }

    [Fact]
    public async Task A_restart_in_between_forgets_nothing()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ReplayClaim[] claims = [.. Enumerable.Range(0, 500).Select(i => new ReplayClaim("scheme", "key", $"nonce-{i}", now, now.AddMinutes(10)))];
        Assert.All(await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask())), outcome => Assert.Equal(ReplayOutcome.Added, outcome));
        server.Kill();
        await server.StartAsync();
        await using NpgsqlDataSource restart = NpgsqlDataSource.Create(server.ConnectionString);
        await using var restarted = new PostgresReplayStore(restart, _schema.Options());
        Assert.All(await Task.WhenAll(claims.Select(claim => restarted.TryAddAsync(claim).AsTask())), outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
    }

    /// <summary>Two machines with 16 callers each; every nonce is claimed on both, and after a failure once more.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly ConcurrentBag<ReplayClaim> _tried = [];
        private readonly PostgresReplayStore[] _machines;
        private readonly PostgresReplayStore _checker;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _callers;
        private int _next;
        private int _failures;

        public Load(TestSchema schema)
        {
            _machines = [new PostgresReplayStore(schema.DataSource, schema.Options()), new PostgresReplayStore(schema.DataSource, schema.Options())];
            _checker = new PostgresReplayStore(schema.DataSource, schema.Options());
            _callers = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(CallAsync)));
        }

        /// <summary>How often each claim was accepted.</summary>
        public ConcurrentDictionary<ReplayClaim, int> Accepted { get; } = new(new SameValue());

        public Task RunUntilAsync(int added) => Until(() => Accepted.Count >= added);

        public async Task FailAsync(int failures)
        {
            int before = Volatile.Read(ref _failures);
            await Until(() => Volatile.Read(ref _failures) >= before + failures);
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _callers;
        }

        public async Task AssertEachWasAcceptedOnceAsync()
        {
            Assert.All(Accepted.Values, count => Assert.Equal(1, count));

            // What was accepted is remembered; and nobody lost a nonce for good that nobody was told of.
            ReplayOutcome[] again = await Task.WhenAll(_tried.Where(Accepted.ContainsKey).Select(claim => _checker.TryAddAsync(claim).AsTask()));
            Assert.True(again.Length >= Accepted.Count);
            Assert.All(again, outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }

        private async Task CallAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                var claim = new ReplayClaim("scheme", "key", $"nonce-{Interlocked.Increment(ref _next)}", now, now.AddMinutes(10));
                _tried.Add(claim);
                await Task.WhenAll(ClaimAsync(_machines[0], claim), ClaimAsync(_machines[1], claim));
                await Task.WhenAll(ClaimAsync(_machines[0], claim), ClaimAsync(_machines[1], claim));
            }
        }

        private async Task ClaimAsync(PostgresReplayStore machine, ReplayClaim claim)
        {
            try
            {
                if (await machine.TryAddAsync(claim) == ReplayOutcome.Added)
                {
                    Accepted.AddOrUpdate(claim, 1, (_, count) => count + 1);
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                Interlocked.Increment(ref _failures);
                await Task.Delay(5);
            }
        }

        private async Task Until(Func<bool> isSo)
        {
            for (int i = 0; i < 6000 && !isSo(); i++)
            {
                if (_callers.IsFaulted)
                {
                    await _callers;
                }

                await Task.Delay(10);
            }

            Assert.True(isSo(), "It never came to be so.");
        }

        private sealed class SameValue : IEqualityComparer<ReplayClaim>
        {
            public bool Equals(ReplayClaim x, ReplayClaim y) => Bytes(x).AsSpan().SequenceEqual(Bytes(y));

            public int GetHashCode(ReplayClaim claim)
            {
                var hash = new HashCode();
                hash.AddBytes(Bytes(claim));
                return hash.ToHashCode();
            }

            private static byte[] Bytes(ReplayClaim claim)
            {
                byte[] bytes = new byte[ReplayClaim.MaxBytes];
                return bytes[..claim.CopyTo(bytes)];
            }
        }
    }
}
