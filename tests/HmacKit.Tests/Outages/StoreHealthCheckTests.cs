namespace HmacKit.Tests.Outages;

public sealed class StoreHealthCheckTests
{
    [Fact]
    public void Nothing_said_is_unhealthy() => Assert.Equal(StoreHealthStatus.Unhealthy, default(StoreHealth).Status);

    [Fact]
    public async Task What_a_check_says_is_passed_on()
    {
        StoreHealth health = await new Check(() => StoreHealth.Degraded("it may evict")).CheckAsync();
        Assert.Equal((StoreHealthStatus.Degraded, "it may evict"), (health.Status, health.Description));
    }

    [Fact]
    public async Task What_a_check_throws_is_unhealthy()
    {
        StoreHealth health = await new Check(() => throw new TimeoutException("too slow")).CheckAsync();
        Assert.Equal((StoreHealthStatus.Unhealthy, "server can't be asked (TimeoutException: too slow)"), (health.Status, health.Description));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_thrown() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        async () => await new Check(() => throw new TimeoutException()).CheckAsync(new CancellationToken(canceled: true)));

    private sealed class Check(Func<StoreHealth> check) : StoreHealthCheck
    {
        public override string Name => "server";

        protected override ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken) => new(check());
    }
}
