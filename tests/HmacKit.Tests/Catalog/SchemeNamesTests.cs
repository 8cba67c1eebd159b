using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using HmacKit.Tests.Repository;

namespace HmacKit.Tests.Catalog;

/// <summary>The table by which a scheme is found is that of the catalogue; build/derive.sh writes it with HMACKIT_ACCEPT_SCHEMES=1.</summary>
public class SchemeNamesTests
{
    [Fact]
    public void The_table_of_names_is_the_one_that_the_catalogue_gives()
    {
        string path = RepositoryFiles.PathOf("src", "HmacKit", "Catalog", "SchemeNames.cs");
        string derived = Derive();
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_SCHEMES") == "1")
        {
            File.WriteAllText(path, derived);
        }

        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == derived, "src/HmacKit/Catalog/SchemeNames.cs isn't that of the catalogue: run build/derive.sh.");
    }

    [Theory]
    [InlineData("stripe", 1)]
    [InlineData("stripe-webhook", 1)]
    [InlineData("svix", 1)] // also another name of standard-webhooks, which sorts before it
    [InlineData("api-auth", 1)]
    [InlineData("zoom", 1)]
    [InlineData("nobody", 0)]
    public void Looking_up_a_name_compiles_the_scheme_that_is_found_and_no_other(string name, int compiled)
    {
        // A copy of the assembly of its own: in this one other tests have compiled what they need.
        var context = new AssemblyLoadContext(name, isCollectible: true);
        try
        {
            Type catalogue = context.LoadFromAssemblyPath(typeof(SchemeCatalog).Assembly.Location).GetType(typeof(SchemeCatalog).FullName!)!;
            object? found = catalogue.GetMethod(nameof(SchemeCatalog.Find))!.Invoke(null, [name]);
            object[] schemes = [.. catalogue.GetFields(BindingFlags.NonPublic | BindingFlags.Static)
                .Where(field => field.FieldType.Name == nameof(SignatureScheme)).Select(field => field.GetValue(null)).OfType<object>()];
            Assert.Equal(compiled, schemes.Length);
            Assert.Equal(found is null ? [] : [found], schemes);
        }
        finally
        {
            context.Unload();
        }
    }

    [Fact]
    public void A_scheme_s_own_name_wins_over_another_name_of_one_that_stands_before_it()
    {
        Assert.Contains("svix", SchemeCatalog.StandardWebhooks.OtherNames);
        Assert.Same(SchemeCatalog.Svix, SchemeCatalog.Find("svix"));
        Assert.Equal([SchemeCatalog.Svix, SchemeCatalog.StandardWebhooks], SchemeCatalog.FindAll("svix"));
    }

    private static string Derive()
    {
        var properties = typeof(SchemeCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(SignatureScheme))
            .ToDictionary(property => ((SignatureScheme)property.GetValue(null)!).Name, property => property.Name);
        var text = new StringBuilder(
            """
            namespace HmacKit;

            /// <summary>By which names the schemes of the catalogue are known, so that one is found without compiling the others. build/derive.sh writes this file.</summary>
            internal static class SchemeNames
            {
                /// <summary>The properties of the schemes that are known by a name; the one whose own name it is comes first.</summary>
                public static string[] PropertiesOf(string name) => name switch
                {

            """);
        foreach (string name in SchemeCatalog.All.SelectMany(scheme => scheme.OtherNames.Append(scheme.Name)).Distinct().Order(StringComparer.Ordinal))
        {
            IEnumerable<string> known = SchemeCatalog.All.Where(scheme => scheme.Name == name || scheme.OtherNames.Contains(name))
                .OrderByDescending(scheme => scheme.Name == name).Select(scheme => $"nameof(SchemeCatalog.{properties[scheme.Name]})");
            text.Append("        \"").Append(name).Append("\" => [").AppendJoin(", ", known).Append("],\n");
        }

        return text.Append("        _ => [],\n    };\n}\n").ToString();
    }
}
