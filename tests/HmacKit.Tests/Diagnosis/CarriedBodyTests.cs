using System.Text;
using System.Text.Json;
using HmacKit.Tests.Catalog;

namespace HmacKit.Tests.Diagnosis;

/// <summary>What happened to a body is named too where the signature doesn't cover it directly: a digest does, or the body itself holds the signature. Others' requests, whose bodies are changed.</summary>
public class CarriedBodyTests
{
    private static readonly DiagnosisOptions Patient = new() { Budget = TimeSpan.FromSeconds(30) };

    private static readonly Dictionary<string, Func<byte[], byte[]>> Changes = new()
    {
        ["body_trailing_newline"] = body => [.. body, (byte)'\n'],
        ["body_byte_order_mark"] = body => [0xEF, 0xBB, 0xBF, .. body],
        ["body_base64"] = body => Encoding.ASCII.GetBytes(Convert.ToBase64String(body)),
        ["body_utf16"] = body => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
        ["body_json_string"] = body => JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(body)),
    };

    [Theory]
    [InlineData("api-auth-sha256")]
    [InlineData("alibaba-acs3")]
    [InlineData("aws-s3")]
    [InlineData("azure-communication")]
    [InlineData("cavage-http-signature")]
    [InlineData("hawk")]
    [InlineData("kong-hmac-auth")]
    [InlineData("rfc9421")]
    public void A_digest_of_another_body_is_explained_by_the_body_that_it_fits(string name)
    {
        CatalogVector vector = OfABody(name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        foreach ((string cause, Func<byte[], byte[]> change) in Changes)
        {
            SignatureDiagnosis diagnosis = Explain(scheme, vector, change(vector.Request.Body.ToArray()));
            Assert.Equal((VerificationStatus.DigestMismatch, cause), (diagnosis.Status, diagnosis.Cause?.Name));
            Assert.StartsWith("The signature is right, and the digest that the request carries fits ", diagnosis.Advice, StringComparison.Ordinal);
            Assert.True(diagnosis.IsSignatureRight);
        }
    }

    [Fact]
    public void A_digest_of_JSON_that_was_written_again_is_explained_by_how()
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == "rfc9421" && vector.Request.Body.Span.SequenceEqual("""{"hello": "world"}"""u8));
        SignatureDiagnosis diagnosis = Explain(SchemeCatalog.Find("rfc9421")!, vector, "{\n  \"hello\": \"world\"\n}"u8.ToArray());
        Assert.Equal("body_json_spaced", Assert.Single(diagnosis.Causes).Name);

        SignatureDiagnosis other = Explain(SchemeCatalog.Find("rfc9421")!, vector, """{"hello":"moon"}"""u8.ToArray());
        Assert.Empty(other.Causes);
        Assert.Contains("body_rewritten", other.Hints.Select(hint => hint.Name));
        Assert.True(other.IsSignatureRight);
    }

    [Fact]
    public void A_body_that_was_read_before_is_hinted_at_where_its_digest_does_not_fit()
    {
        CatalogVector vector = OfABody("hawk");
        SignatureDiagnosis diagnosis = Explain(SchemeCatalog.Find("hawk")!, vector, []);
        Assert.Equal(VerificationStatus.DigestMismatch, diagnosis.Status);
        Assert.Empty(diagnosis.Causes);
        Assert.Equal("body_read_before", Assert.Single(diagnosis.Hints).Name);
    }

    [Theory]
    [InlineData("adyen-notification", "body_byte_order_mark", "body_base64", "body_utf16", "body_json_string")]
    [InlineData("dropbox-sign", "body_byte_order_mark", "body_base64", "body_utf16")]
    [InlineData("2checkout-ipn", "body_trailing_newline", "body_base64", "body_utf16")]
    public void A_signature_within_a_body_that_was_wrapped_is_found_behind_the_wrapping(string name, params string[] causes)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name && !vector.Request.Body.IsEmpty);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        foreach (string cause in causes)
        {
            SignatureDiagnosis diagnosis = Explain(scheme, vector, Changes[cause](vector.Request.Body.ToArray()));
            Assert.Contains(diagnosis.Status, new[] { VerificationStatus.MissingHeader, VerificationStatus.MalformedHeader });
            Assert.Equal(cause, Assert.Single(diagnosis.Causes).Name);
        }
    }

    [Theory]
    [InlineData("gitlab", "", "\n", "secret_trailing_newline")]
    [InlineData("gitlab", "\"", "\"", "secret_quotes")]
    [InlineData("figma", " ", "", "secret_blanks")]
    [InlineData("auth0-log-stream", "", "\n", "secret_trailing_newline")]
    public void A_token_that_came_with_something_around_it_is_known(string name, string before, string behind, string cause)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(scheme, vector.Request, vector.Ring(scheme, before + vector.Secret + behind), vector.Now, Patient);
        Assert.Equal((VerificationStatus.SignatureMismatch, cause), (diagnosis.Status, Assert.Single(diagnosis.Causes).Name));

        Assert.Empty(SignatureDiagnosis.Explain(scheme, vector.Request, vector.Ring(scheme, vector.Secret[..^1]), vector.Now, Patient).Causes);
    }

    [Fact]
    public void A_secret_that_was_put_into_base64_once_more_is_known()
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == "airtable");
        SignatureScheme scheme = SchemeCatalog.Find("airtable")!;
        using var key = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, Convert.ToBase64String(Encoding.ASCII.GetBytes(vector.Secret)));
        SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(scheme, vector.Request, new KeyRing("", key), vector.Now, Patient);
        Assert.Equal("secret_encoding", Assert.Single(diagnosis.Causes).Name);
    }

    private static CatalogVector OfABody(string name) =>
        CatalogVector.All.First(vector => vector.SchemeName == name && vector.Request.Body.Length > 8);

    private static SignatureDiagnosis Explain(SignatureScheme scheme, CatalogVector vector, byte[] body) =>
        SignatureDiagnosis.Explain(scheme, vector.Request.WithBody(body), vector.Ring(scheme), vector.Now, Patient);
}
