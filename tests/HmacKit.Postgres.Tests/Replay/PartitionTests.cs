using HmacKit.Contracts;
using HmacKit.Postgres.Tests.Servers;
using Npgsql;

namespace HmacKit.Postgres.Tests.Replay;

/// <summary>One value may be claimed with expiries that lie in different partitions; and partitions are emptied and used again.</summary>
[Collection(PostgresTests.Name)]
public sealed class PartitionTests(PostgresServer server) : IAsyncLifetime
{
    private const string Claims = "SELECT count(*) FROM {schema}.replay_claim";

    private readonly ManualTimeProvider _clock = new();
    private TestSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server);

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    [Fact]
    public async Task A_value_is_used_once_whichever_partitions_its_expiries_lie_in()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        int[] minutes = [1, 9, 11, 35, 69, 85, 200, 720, 1440, 4320];
        foreach (int first in minutes)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"nonce-{first}", first)));
            foreach (int second in minutes)
            {
                Assert.Equal((first, second, ReplayOutcome.Seen), (first, second, await store.TryAddAsync(Claim($"nonce-{first}", second))));
            }
        }

        Assert.Equal(8L, await _schema.RunAsync("SELECT count(DISTINCT slot) FROM {schema}.replay_claim"));
    }

    [Fact]
    public async Task Of_one_value_that_many_claim_at_once_with_different_expiries_one_is_added()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        await using var other = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        for (int i = 0; i < 200; i++)
        {
            ReplayOutcome[] outcomes = await Task.WhenAll(new[] { 5, 15, 25, 300 }.SelectMany(minutes => new[]
            {
                store.TryAddAsync(Claim($"nonce-{i}", minutes)).AsTask(),
                other.TryAddAsync(Claim($"nonce-{i}", minutes)).AsTask(),
            }));
            Assert.Single(outcomes, ReplayOutcome.Added);
            Assert.Equal(7, outcomes.Count(outcome => outcome == ReplayOutcome.Seen));
        }
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(5, 30)]
    [InlineData(5, 200)]
    [InlineData(100, 10)]
    [InlineData(2000, 5)]
    public async Task A_value_whose_claim_has_expired_is_free_again_and_then_used_once(int firstLife, int secondLife)
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        ReplayClaim first = Claim("nonce", firstLife);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(first));
        _clock.Advance(TimeSpan.FromMinutes(firstLife));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", secondLife)));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("nonce", secondLife)));
        _clock.Shift(-TimeSpan.FromSeconds(10));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(first));
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_by_the_store_itself_and_the_partitions_are_used_again()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        for (int minute = 0; minute < 24 * 60; minute += 4)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"short-{minute}", 10)));
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"long-{minute}", 100)));
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim($"short-{Math.Max(0, minute - 4)}", 6)));
            _clock.Advance(TimeSpan.FromMinutes(4));
        }

        // Beside the requests, which here bring four minutes every few milliseconds.
        Assert.True(_clock.GetUtcNow().AddHours(-12).ToUnixTimeMilliseconds() < (long)(await _schema.RunAsync("SELECT horizon FROM {schema}.replay_state"))!);
        await store.DisposeAsync();
        await store.ForgetNowAsync();

        // Each that hasn't expired: of 10 minutes, which every 4 bring, two; of 100 minutes 24. The others went with their partitions, of 10 minutes and of 12 hours; where
        // forgetting came late, those of 10 minutes lie in the longer ones, too.
        Assert.Equal(26L, await _schema.RunAsync(Claims + $" WHERE expires > {_clock.GetUtcNow().ToUnixTimeMilliseconds()}"));
        Assert.InRange((long)(await _schema.RunAsync(Claims + " WHERE slot < 8"))!, 0, 6);
        Assert.InRange((long)(await _schema.RunAsync(Claims + " WHERE slot >= 8"))!, 24, 2 * 25 + (2 * 181));
    }

    [Fact]
    public async Task What_was_forgotten_is_refused_whatever_the_clock_says_afterwards()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        ReplayClaim claim = Claim("nonce", 10);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        _clock.Advance(TimeSpan.FromHours(1));
        await store.ForgetNowAsync();
        Assert.Equal(0L, await _schema.RunAsync(Claims));
        _clock.Shift(-TimeSpan.FromMinutes(55));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
    }

    [Fact]
    public async Task A_machine_whose_clock_is_a_year_ahead_makes_nobody_forget_and_nobody_refuse()
    {
        var real = TimeProvider.System;
        _clock.AdjustTime(real.GetUtcNow().AddYears(1));
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options());
        await using var ahead = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        DateTimeOffset now = real.GetUtcNow();
        var claim = new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(10));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Full, await ahead.TryAddAsync(Claim("future", 10)));
        await ahead.ForgetNowAsync();
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(new ReplayClaim("scheme", "key", "other", now, now.AddMinutes(10))));
    }

    [Fact]
    public async Task A_claim_that_would_have_to_be_held_too_long_is_refused_as_full()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        int most = (int)store.MaxRetention.TotalMinutes;
        Assert.Equal(ReplayOutcome.Full, await store.TryAddAsync(Claim("nonce", most + 1)));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", most)));
        Assert.True(3 * FreshnessRule.MaxWindow <= store.MaxRetention);
    }

    [Fact]
    public async Task Somebody_who_reads_all_claims_for_long_holds_up_forgetting_and_no_claim()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", 10)));
        await using NpgsqlConnection dump = await _schema.DataSource.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await dump.BeginTransactionAsync();
        await using NpgsqlCommand read = new($"SELECT count(*) FROM {_schema.Name}.replay_claim", dump, transaction);
        await read.ExecuteScalarAsync();
        _clock.Advance(TimeSpan.FromMinutes(30));
        var refused = await Assert.ThrowsAsync<PostgresException>(store.ForgetNowAsync);
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("other", 10)));
        await transaction.RollbackAsync();
        await store.ForgetNowAsync();
        Assert.Equal(1L, await _schema.RunAsync(Claims));
    }

    /// <summary>What docs/postgres.md advises after a failover that has lost claims; here age and skew are five minutes each.</summary>
    [Fact]
    public async Task After_a_loss_a_horizon_that_is_raised_by_hand_refuses_what_was_signed_before()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        ReplayClaim fromAClockAhead = Claim("nonce", 5 + 5 + 5);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(fromAClockAhead));
        await _schema.RunAsync("TRUNCATE {schema}.replay_claim");
        long horizon = _clock.GetUtcNow().AddMinutes(5 + (2 * 5)).ToUnixTimeMilliseconds();
        await _schema.RunAsync($"UPDATE {{schema}}.replay_state SET horizon = {horizon}");
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(fromAClockAhead));
        _clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(fromAClockAhead));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("new", 10)));
    }

    private ReplayClaim Claim(string value, int minutes) =>
        new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(minutes));
}
