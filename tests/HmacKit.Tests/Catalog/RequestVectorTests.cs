using Xunit;

namespace HmacKit.Tests.Catalog;

/// <summary>Requests that others signed: the vendors' documents and SDKs, and another implementation of the five APIs.</summary>
public class RequestVectorTests
{
    public static TheoryData<string, RequestVector> Vectors()
    {
        var data = new TheoryData<string, RequestVector>();
        foreach (RequestVector vector in VectorFiles.All)
        {
            data.Add(vector.Id, vector);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors), DisableDiscoveryEnumeration = true)]
    public void A_request_that_others_signed_gets_the_status_that_its_vector_expects(string id, RequestVector vector)
    {
        VerificationStatus status = vector.Verify(SchemeCatalog.Find(vector.Scheme)!).Status;
        Assert.True(vector.IsAsExpected(status), $"{id}: expected {vector.Expect}, got {status}");
    }

    [Fact]
    public void Every_scheme_of_the_catalogue_has_a_valid_and_a_refused_vector()
    {
        ILookup<string, RequestVector> byScheme = VectorFiles.All.ToLookup(vector => vector.Scheme);
        foreach (SignatureScheme scheme in SchemeCatalog.All.Where(scheme => CatalogVector.All.All(vector => vector.SchemeName != scheme.Name)))
        {
            Assert.Contains(byScheme[scheme.Name], vector => vector.Expect == "valid");
            Assert.Contains(byScheme[scheme.Name], vector => vector.Expect != "valid");
        }
    }
}
