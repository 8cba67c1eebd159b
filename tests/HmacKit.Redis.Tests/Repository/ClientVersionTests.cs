using System.Reflection;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Repository;

/// <summary>These tests are run twice: with the oldest client that the package supports, on which it is built, and with the newest.</summary>
public class ClientVersionTests
{
    [Fact]
    public void The_package_is_built_on_a_client_that_is_no_newer_than_the_one_it_runs_on()
    {
        Version built = Assembly.Load("HmacKit.Redis").GetReferencedAssemblies().Single(name => name.Name == "StackExchange.Redis").Version!;
        Version running = typeof(ConnectionMultiplexer).Assembly.GetName().Version!;
        Assert.Equal(2, built.Major);
        Assert.True(built <= running, $"{built} > {running}");
    }
}
