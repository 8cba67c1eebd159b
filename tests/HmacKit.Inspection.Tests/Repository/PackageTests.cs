using System.Reflection;
using HmacKit.Tests.Repository;

namespace HmacKit.Inspection.Tests.Repository;

public class PackageTests
{
    private static readonly Assembly Package = Assembly.Load("HmacKit.Inspection");

    /// <summary>After a wanted change run the tests once with HMACKIT_ACCEPT_API=1, and look at the difference before it is committed.</summary>
    [Fact]
    public void The_public_surface_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.Inspection", "PublicApi.txt");
        string actual = PublicApiText.Of(Package);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit.Inspection/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
