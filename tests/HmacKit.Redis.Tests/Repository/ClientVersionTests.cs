using System.Reflection;

namespace HmacKit.Redis.Tests.Repository;

/// <summary>
/// The package is built on the oldest client library and must run on its later versions, which applications bring: so it uses only what is
/// the same in all. The later assemblies are downloaded to be read, not referenced.
/// </summary>
public class ClientVersionTests
{
    private static readonly string ListPath = RepositoryFiles.PathOf("src", "HmacKit.Redis", "StackExchangeMembers.txt");

    private static readonly SortedSet<string> Used = ClientMembers.UsedBy(Assembly.Load("HmacKit.Redis").Location);

    /// <summary>After a wanted change run the tests once with HMACKIT_ACCEPT_API=1, and look at the difference before it is committed.</summary>
    [Fact]
    public void The_members_in_use_are_those_that_are_checked_in()
    {
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(ListPath, string.Join('\n', Used) + "\n");
        }

        Assert.Equal(File.ReadAllLines(ListPath), Used);
        Assert.Contains("IDatabaseAsync.StringSetAsync(RedisKey, RedisValue, Nullable`1<TimeSpan>, When, CommandFlags) : Task`1<Boolean>", Used);
    }

    [Theory]
    [InlineData("1.2.6", "netstandard1.5")]
    [InlineData("2.5.61", "netcoreapp3.1")]
    [InlineData("2.13.23", "net10.0")]
    [InlineData("3.4.35", "net10.0")]
    public void Each_of_them_is_in_the_library_with_the_same_signature(string version, string framework)
    {
        string root = typeof(ClientVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;
        HashSet<string> defined = ClientMembers.DefinedBy(Path.Combine(root, "stackexchange.redis", version, "lib", framework, "StackExchange.Redis.dll"));
        Assert.Empty(Used.Except(defined));

        // The compiler has put the values of these into the code.
        Assert.Empty(new[] { "When.NotExists = 2", "CommandFlags.DemandMaster = 4", "ConnectionType.Interactive = 1", "ConnectionType.Subscription = 2" }.Except(defined));
        Assert.DoesNotContain("IDatabaseAsync.StringSetAsync(RedisKey) : Task`1<Boolean>", defined);
    }
}
