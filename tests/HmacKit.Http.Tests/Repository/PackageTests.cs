using HmacKit.Tests.Repository;

namespace HmacKit.Http.Tests.Repository;

public class PackageTests
{
    [Fact]
    public void The_package_needs_no_ASP_NET()
    {
        string[] references = [.. typeof(SigningHandler).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.Contains("Microsoft.Extensions.Http", references);
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    /// <summary>After a wanted change run the tests once with HMACKIT_ACCEPT_API=1, and look at the difference before it is committed.</summary>
    [Fact]
    public void The_public_surface_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.Http", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(SigningHandler).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit.Http/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void There_is_one_public_namespace_but_for_the_registration() => Assert.Equal(
        [
            ("HmacKit.Http", ""),
            ("Microsoft.Extensions.DependencyInjection", "HmacKitHttpClientBuilderExtensions"),
            ("Microsoft.Extensions.DependencyInjection", "HmacKitWebhookExtensions"),
        ],
        typeof(SigningHandler).Assembly.GetExportedTypes()
            .Select(type => (type.Namespace!, type.Namespace == "HmacKit.Http" ? "" : type.Name))
            .Distinct()
            .Order());
}
