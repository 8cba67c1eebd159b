namespace HmacKit.Tests.Repository;

public class SchemePagesTests
{
    [Theory]
    [MemberData(nameof(SchemeCase.CatalogueNames), MemberType = typeof(SchemeCase))]
    public void A_scheme_of_the_catalogue_has_a_page(string name)
    {
        string page = RepositoryFiles.PathOf("docs", "schemes", name + ".md");
        Assert.True(File.Exists(page), $"docs/schemes/{name}.md isn't there.");
        Assert.Contains(name, File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SchemeCase.CatalogueNames), MemberType = typeof(SchemeCase))]
    public void A_scheme_of_the_catalogue_has_vectors(string name) => Assert.True(
        Catalog.VectorFiles.All.Any(vector => vector.Scheme == name) || Catalog.CatalogVector.All.Any(vector => vector.SchemeName == name));

    [Fact]
    public void A_page_of_a_scheme_is_about_one_that_there_is() => Assert.DoesNotContain(
        RepositoryFiles.Find(RepositoryFiles.PathOf("docs", "schemes"), ".md").Select(file => Path.GetFileNameWithoutExtension(file)),
        name => name != "README" && SchemeCatalog.Find(name) is null);
}
