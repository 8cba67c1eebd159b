namespace HmacKit.Tests.Catalog;

/// <summary>What holds for every scheme of the catalogue; what each of them is stands on its page, which a test of the command line derives.</summary>
public class SchemeCatalogTests
{
    [Fact]
    public void A_scheme_is_compiled_once_and_found_by_its_exact_name()
    {
        Assert.Same(SchemeCatalog.Stripe, SchemeCatalog.Stripe);
        Assert.Same(SchemeCatalog.Stripe, SchemeCatalog.Find("stripe"));
        Assert.Same(SchemeCatalog.All, SchemeCatalog.All);
        Assert.Null(SchemeCatalog.Find("Stripe"));
        Assert.Null(SchemeCatalog.Find(""));
    }

    [Fact]
    public void Each_scheme_is_found_by_its_name() =>
        Assert.All(SchemeCatalog.All, scheme => Assert.Same(scheme, SchemeCatalog.Find(scheme.Name)));

    [Fact]
    public void A_scheme_is_found_by_another_name_of_it_too_and_a_shared_name_finds_all_that_have_it()
    {
        Assert.Same(SchemeCatalog.Stripe, SchemeCatalog.Find("stripe-webhook"));
        Assert.Equal([SchemeCatalog.ApiAuth, SchemeCatalog.ApiAuthSha256, SchemeCatalog.ApiAuthSha384, SchemeCatalog.ApiAuthSha512], SchemeCatalog.FindAll("api-auth"));
        Assert.Equal([SchemeCatalog.ApiAuthSha256], SchemeCatalog.FindAll("api-auth-sha256"));
        Assert.Empty(SchemeCatalog.FindAll("Stripe"));
        Assert.All(SchemeCatalog.All, scheme => Assert.All(scheme.OtherNames, name => Assert.Contains(scheme, SchemeCatalog.FindAll(name))));
    }

    [Fact]
    public void All_of_them_are_listed_by_name()
    {
        string[] names = [.. SchemeCatalog.All.Select(scheme => scheme.Name)];
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Empty(new[] { "body", "github", "standard-webhooks", "stripe", "theone" }.Except(names));
    }

    [Fact]
    public void The_plain_webhook_may_have_its_signature_in_another_header()
    {
        SignatureScheme scheme = SchemeCatalog.BodyIn("X-Acme-Signature");
        Assert.Equal("body", scheme.Name);
        Assert.Equal("X-Acme-Signature", Assert.Single(scheme.Headers).Name);
        Assert.Throws<SchemeDefinitionException>(() => SchemeCatalog.BodyIn("X Acme"));
    }

    [Fact]
    public void A_vendor_s_scheme_names_the_page_that_it_comes_from() => Assert.All(
        SchemeCatalog.All.Where(scheme => scheme.Name is not ("body" or "onering" or "oort" or "osaycore" or "theone")),
        scheme => Assert.Equal("https", scheme.Documentation?.Scheme));
}
