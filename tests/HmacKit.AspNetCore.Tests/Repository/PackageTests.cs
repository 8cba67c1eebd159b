using HmacKit.Tests.Repository;

namespace HmacKit.AspNetCore.Tests.Repository;

public class PackageTests
{
    /// <summary>After a wanted change run the tests once with HMACKIT_ACCEPT_API=1, and look at the difference before it is committed.</summary>
    [Fact]
    public void The_public_surface_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.AspNetCore", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(SignatureOptions).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
