using System.Reflection;
using HmacKit.Tests.Repository;

namespace HmacKit.Testing.Tests.Repository;

public class PackageTests
{
    /// <summary>After a wanted change run the tests once with HMACKIT_ACCEPT_API=1, and look at the difference before it is committed.</summary>
    [Theory]
    [InlineData("HmacKit.Testing")]
    [InlineData("HmacKit.Contracts")]
    public void The_public_surface_is_the_one_that_is_checked_in(string package)
    {
        string path = RepositoryFiles.PathOf("src", package, "PublicApi.txt");
        string actual = PublicApiText.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"src/{package}/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
