using System.Xml.Linq;

namespace HmacKit.Tests.Repository;

/// <summary>
/// The public surface is a text file under review. After a wanted change run the tests once with HMACKIT_ACCEPT_API=1,
/// and look at the difference before it is committed.
/// </summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_of_HmacKit_is_the_one_that_is_checked_in()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit", "PublicApi.txt");
        string actual = PublicApiText.Of(typeof(HmacKey).Assembly);
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), "src/HmacKit/PublicApi.txt isn't there: run the tests with HMACKIT_ACCEPT_API=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void Every_package_has_its_public_surface_checked_in()
    {
        IEnumerable<string> missing = Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(IsLibraryPackage)
            .Select(project => Path.Combine(Path.GetDirectoryName(project)!, "PublicApi.txt"))
            .Where(file => !File.Exists(file))
            .Select(RepositoryFiles.Relative);
        Assert.Empty(missing);
    }

    [Fact]
    public void The_engine_has_these_public_interfaces_and_no_others()
    {
        IEnumerable<string> interfaces = typeof(HmacKey).Assembly.GetExportedTypes().Where(type => type.IsInterface).Select(type => type.Name);
        Assert.Empty(interfaces.Except(["IKeySource", "IReplayStore", "ITokenBucketStore"]));
    }

    [Fact]
    public void There_is_one_public_namespace_but_for_the_registration()
    {
        Assert.Equal(
            [("HmacKit", ""), ("Microsoft.Extensions.DependencyInjection", "HmacKitServiceCollectionExtensions")],
            typeof(HmacKey).Assembly.GetExportedTypes()
                .Select(type => (type.Namespace!, type.Namespace == "HmacKit" ? "" : type.Name))
                .Distinct()
                .Order());
    }

    private static bool IsLibraryPackage(string project)
    {
        XDocument document = XDocument.Load(project);
        return document.Descendants("IsPackable").Any(item => item.Value == "true") && !document.Descendants("PackAsTool").Any(item => item.Value == "true");
    }
}
