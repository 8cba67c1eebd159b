using HmacKit.Tests.Repository;

namespace HmacKit.Jwt.Tests.Repository;

/// <summary>As for the engine: after a wanted change run once with HMACKIT_ACCEPT_API=1, and look at the difference.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_of_HmacKit_Jwt_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.Jwt", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(UserTokenValidator).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit.Jwt/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void There_is_one_public_namespace_and_no_public_interface()
    {
        Type[] types = typeof(UserTokenValidator).Assembly.GetExportedTypes();
        Assert.All(types, type => Assert.Equal(type == typeof(Microsoft.Extensions.DependencyInjection.HmacKitJwtExtensions) ? type.Namespace : "HmacKit.Jwt", type.Namespace));
        Assert.DoesNotContain(types, type => type.IsInterface);
    }

    [Fact]
    public void The_token_library_doesnt_show_in_the_public_surface() =>
        Assert.DoesNotContain("IdentityModel", PublicApiText.Of(typeof(UserTokenValidator).Assembly), StringComparison.Ordinal);
}
