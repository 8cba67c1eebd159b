using HmacKit.Tests.Repository;

namespace HmacKit.PublicKeys.Tests.Repository;

/// <summary>As for the engine: after a wanted change run once with HMACKIT_ACCEPT_API=1, and look at the difference.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_of_HmacKit_PublicKeys_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.PublicKeys", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(Ed25519).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit.PublicKeys/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void There_is_one_public_namespace_and_NSec_does_not_show() => Assert.All(typeof(Ed25519).Assembly.GetExportedTypes(), type => Assert.Equal("HmacKit.PublicKeys", type.Namespace));

    [Fact]
    public void The_library_does_not_show_in_the_public_surface() =>
        Assert.DoesNotContain("NSec", PublicApiText.Of(typeof(Ed25519).Assembly), StringComparison.Ordinal);
}
