using HmacKit.Tests.Repository;
using OpenTelemetry.Metrics;

namespace HmacKit.OpenTelemetry.Tests.Repository;

/// <summary>As for the engine: after a wanted change run once with HMACKIT_ACCEPT_API=1, and look at the difference.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_of_HmacKit_OpenTelemetry_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit.OpenTelemetry", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(HmacKitMeterProviderBuilderExtensions).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit.OpenTelemetry/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
