using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Revocation;

public class MemoryRevokedTokensTests
{
    private static readonly DateTimeOffset InAnHour = House.Start.AddHours(1);

    private readonly ManualTimeProvider _clock = new(House.Start);

    [Fact]
    public async Task A_token_is_remembered_until_no_validator_would_take_it()
    {
        var tokens = new MemoryRevokedTokens(capacity: 1, _clock);
        Assert.True(await tokens.AddAsync("a", InAnHour));

        _clock.AdjustTime(InAnHour.AddMinutes(5).AddTicks(-1));
        Assert.False(await tokens.AddAsync("b", InAnHour.AddHours(1)));
        Assert.Equal(RevocationState.Revoked, await tokens.FindAsync("a", InAnHour));

        _clock.AdjustTime(InAnHour.AddMinutes(5));
        Assert.True(await tokens.AddAsync("b", InAnHour.AddHours(1)));
    }

    [Fact]
    public async Task A_full_memory_takes_no_more_and_forgets_none()
    {
        var tokens = new MemoryRevokedTokens(capacity: 3, _clock);
        Assert.True(await tokens.AddAsync("a", InAnHour));
        Assert.True(await tokens.AddAsync("b", InAnHour));
        Assert.True(await tokens.AddAsync("c", InAnHour));

        Assert.False(await tokens.AddAsync("d", InAnHour));
        Assert.True(await tokens.AddAsync("a", InAnHour));

        foreach (string id in new[] { "a", "b", "c" })
        {
            Assert.Equal(RevocationState.Revoked, await tokens.FindAsync(id, InAnHour));
        }

        Assert.Equal(RevocationState.NotRevoked, await tokens.FindAsync("d", InAnHour));
    }

    [Fact]
    public async Task The_later_end_counts()
    {
        var tokens = new MemoryRevokedTokens(capacity: 10, _clock);
        await tokens.AddAsync("a", InAnHour);
        await tokens.AddAsync("a", InAnHour.AddHours(1));
        await tokens.AddAsync("a", InAnHour);

        _clock.AdjustTime(InAnHour.AddMinutes(30));
        await tokens.AddAsync("b", InAnHour.AddHours(5));
        Assert.Equal(RevocationState.Revoked, await tokens.FindAsync("a", InAnHour.AddHours(1)));
    }

    [Fact]
    public async Task A_clock_that_jumped_forward_and_was_set_back_revives_no_token()
    {
        var tokens = new MemoryRevokedTokens(capacity: 10, _clock);
        await tokens.AddAsync("a", InAnHour);
        _clock.AdjustTime(InAnHour.AddDays(1));
        await tokens.AddAsync("b", InAnHour.AddDays(2));
        _clock.AdjustTime(House.Start);

        Assert.Equal(RevocationState.Revoked, await tokens.FindAsync("a", InAnHour));
        Assert.Equal(RevocationState.NotRevoked, await tokens.FindAsync("c", InAnHour.AddHours(1)));
    }

    [Fact]
    public async Task Ids_are_compared_exactly()
    {
        var tokens = new MemoryRevokedTokens(capacity: 10, _clock);
        await tokens.AddAsync("a", InAnHour);
        Assert.Equal(RevocationState.NotRevoked, await tokens.FindAsync("A", InAnHour));
        Assert.Equal(RevocationState.NotRevoked, await tokens.FindAsync("a ", InAnHour));
    }

    [Fact]
    public async Task Many_threads_fill_it_to_its_capacity_and_no_further()
    {
        var tokens = new MemoryRevokedTokens(capacity: 1000, _clock);
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 4000).Select(i => Task.Run(async () => await tokens.AddAsync($"t{i}", InAnHour))));

        Assert.Equal(1000, added.Count(isAdded => isAdded));
        for (int i = 0; i < added.Length; i++)
        {
            Assert.Equal(added[i] ? RevocationState.Revoked : RevocationState.NotRevoked, await tokens.FindAsync($"t{i}", InAnHour));
        }
    }

    [Fact]
    public async Task The_farthest_ends_do_not_overflow()
    {
        var tokens = new MemoryRevokedTokens(capacity: 10, _clock);
        Assert.True(await tokens.AddAsync("a", DateTimeOffset.MaxValue));
        Assert.True(await tokens.AddAsync("b", DateTimeOffset.MinValue));
        Assert.Equal(RevocationState.Revoked, await tokens.FindAsync("a", DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("é")]
    [InlineData("a\nb")]
    public async Task What_is_no_token_id_is_refused(string? id)
    {
        var tokens = new MemoryRevokedTokens();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await tokens.AddAsync(id!, InAnHour));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await tokens.FindAsync(id!, InAnHour));
    }

    [Fact]
    public void The_capacity_is_over_zero()
    {
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new MemoryRevokedTokens(0));
        Assert.Equal(100_000, new MemoryRevokedTokens().Capacity);
    }
}
