using HmacKit.Tests.Catalog;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Why a request is refused, for every scheme of the catalogue: wherever it carries its signature and however its key is derived.</summary>
public class CatalogDiagnosisTests
{
    private static readonly DiagnosisOptions Quick = new() { Budget = TimeSpan.FromMilliseconds(50) };

    public static TheoryData<string> Vectors => new(CatalogVector.All.Where(vector => SchemeCatalog.Find(vector.SchemeName) is { AnswersTo: null }).Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_genuine_request_is_known_as_one_at_any_time(string id)
    {
        CatalogVector vector = CatalogVector.All.Single(vector => vector.Id == id);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(vector.SchemeName)!);
        KeyRing ring = vector.Ring(scheme);
        Assert.Equal(VerificationStatus.Valid, SignatureDiagnosis.Explain(scheme, vector.Request, ring, vector.Now, Quick).Status);
        if (scheme is { Freshness: { } rule, Expiry: null })
        {
            SignatureDiagnosis late = SignatureDiagnosis.Explain(scheme, vector.Request, ring, vector.Now + rule.MaxAge + TimeSpan.FromDays(2), Quick);
            Assert.Equal(VerificationStatus.TimestampTooOld, late.Status);
            Assert.True(late.IsSignatureRight, late.Advice);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_refused_request_is_explained_without_an_exception(string id)
    {
        CatalogVector vector = CatalogVector.All.Single(vector => vector.Id == id);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(vector.SchemeName)!);
        foreach ((string what, RawRequest changed) in CatalogTwins.Of(scheme, vector))
        {
            SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(scheme, changed, vector.Ring(scheme), vector.Now, Quick);
            Assert.NotEqual(VerificationStatus.Valid, diagnosis.Status);
            Assert.False(string.IsNullOrEmpty(diagnosis.Advice), what);
        }
    }
}
