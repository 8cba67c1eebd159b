using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>
/// Each scheme of the catalogue against what its vendor made: valid as it came, refused with anything changed that the
/// signature covers, and signed again with the same values the same bytes come out.
/// </summary>
public class CatalogVectorTests
{
    /// <summary>
    /// Vectors whose source lists signed headers, or places a field, in another order than a signer does, or writes the time or the port in another
    /// way, or has two signatures of which the key's is the second, or leaves out what a signer adds: signed anew they are valid, with another signature.
    /// </summary>
    private static readonly string[] InAnotherOrder =
        ["cavage-http-signature", "cavage-http-signature-sha512", "kong-hmac-auth-2", "kraken", "binance-3", "binance-4", "mexc-v3-2", "mexc-v3-3", "twilio-1", "twilio-2", "aws-sigv2-query-1", "aws-sigv2-query-2", "persona-2",
            "recurly-1", "cybersource-0", "aws-sigv2-query-sha1-1", "aws-sigv2-query-sha1-2", "laravel-signed-url-3", "wechat-pay-v2-0"];

    public static TheoryData<string> Vectors => new(CatalogVector.All.Where(vector => SchemeCatalog.Find(vector.SchemeName) is { AnswersTo: null }).Select(vector => vector.Id));

    [Fact]
    public void There_are_vectors_and_the_scan_finds_their_schemes()
    {
        Assert.True(Vectors.Count >= 10);
        Assert.All(CatalogVector.All, vector => Assert.False(string.IsNullOrWhiteSpace(vector.Source)));
    }

    /// <summary>The tests below take the vectors of the schemes that there are: one of a name that there isn't would be left out unseen.</summary>
    [Fact]
    public void Each_vector_is_of_a_scheme_that_there_is() => Assert.All(
        CatalogVector.All,
        vector => Assert.True(SchemeCatalog.Find(vector.SchemeName)?.Name == vector.SchemeName, $"Vectors/catalog/{vector.SchemeName}.jsonl: no scheme has this name"));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_request_that_the_vendor_signed_is_valid(string id)
    {
        (CatalogVector vector, SignatureScheme scheme) = Find(id);
        VerificationResult result = scheme.Verify(vector.Request, vector.Ring(scheme), vector.Now);
        Assert.True(result.IsValid, $"{id}: {result.Status}\n{Message(vector, scheme)}\n--- expected\n{Text(vector.SigningString)}");
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_message_is_the_one_that_the_vendor_signed(string id)
    {
        (CatalogVector vector, SignatureScheme scheme) = Find(id);
        if (vector.SigningString is { } expected && !scheme.IsToken && scheme.Covers != SignedParts.Custom)
        {
            Assert.Equal(Text(expected), Message(vector, scheme));
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Another_body_target_time_signature_or_key_is_refused(string id)
    {
        (CatalogVector vector, SignatureScheme scheme) = Find(id);
        KeyRing ring = vector.Ring(scheme);
        RawRequest request = vector.Request;
        AssertRefused("another key", request, vector.Ring(scheme, "another secret, and a long one at that"));
        foreach ((string what, RawRequest changed) in CatalogTwins.Of(scheme, vector))
        {
            AssertRefused(what, changed, ring);
        }

        if (scheme.Freshness is { } rule && scheme.Expiry is not { Format: null })
        {
            AssertStatus(VerificationStatus.TimestampTooOld, vector.Now + rule.MaxAge + TimeSpan.FromDays(2));
            AssertStatus(VerificationStatus.TimestampInFuture, vector.Now - rule.MaxSkew - TimeSpan.FromDays(2));
        }

        if (scheme.Expiry is { } expiry)
        {
            VerificationStatus status = scheme.Verify(request, ring, vector.Now + expiry.MaxLife + TimeSpan.FromDays(1)).Status;
            Assert.True(status is VerificationStatus.Expired or VerificationStatus.TimestampTooOld, $"{id} after its end: {status}");
        }

        void AssertRefused(string what, RawRequest changed, KeyRing keys) =>
            Assert.False(scheme.Verify(changed, keys, vector.Now).IsValid, $"{id} with {what} is valid");

        void AssertStatus(VerificationStatus expected, DateTimeOffset now)
        {
            VerificationStatus status = scheme.Verify(request, ring, now).Status;
            Assert.True(status == expected || (scheme.Expiry is not null && status is VerificationStatus.Expired or VerificationStatus.MalformedHeader), $"{id} at {now}: {status}");
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signing_the_same_values_gives_the_same_signature(string id)
    {
        (CatalogVector vector, SignatureScheme scheme) = Find(id);
        ClaimReader.Read(scheme, scheme.Freshness, vector.Request, vector.Request.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        RawRequest signed = new RequestSigner(scheme, vector.Ring(scheme))
            .Sign(CatalogTwins.Unsigned(scheme, vector.Request), CatalogTwins.ValuesOf(scheme, claim))
            .ApplyTo(CatalogTwins.Unsigned(scheme, vector.Request));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, vector.Ring(scheme), vector.Now).Status);
        ClaimReader.Read(scheme, scheme.Freshness, signed, signed.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim again);
        if (claim.SignatureCount == 1 && !InAnotherOrder.Contains(vector.SchemeName) && !InAnotherOrder.Contains(vector.Id))
        {
            Assert.Equal(Convert.ToHexString(((ReadOnlySpan<byte>)claim.Tag)[..scheme.TagSize]), Convert.ToHexString(((ReadOnlySpan<byte>)again.Tag)[..scheme.TagSize]));
        }
    }

    private static (CatalogVector Vector, SignatureScheme Scheme) Find(string id)
    {
        CatalogVector vector = CatalogVector.All.Single(vector => vector.Id == id);
        return (vector, vector.Bind(SchemeCatalog.Find(vector.SchemeName)!));
    }

    private static string? Message(CatalogVector vector, SignatureScheme scheme)
    {
        ClaimReader.Read(scheme, scheme.Freshness, vector.Request, vector.Request.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        try
        {
            return Text(RequestSigner.GetMessage(scheme, vector.Request, vector.Request.Body.Span, claim));
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.Latin1.GetString(bytes);
}
