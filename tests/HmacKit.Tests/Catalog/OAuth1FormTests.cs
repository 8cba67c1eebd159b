namespace HmacKit.Tests.Catalog;

/// <summary>A body is a form to all that OAuth 1.0 looks at, or to none of it.</summary>
public class OAuth1FormTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Theory]
    [InlineData("application/x-www-form-urlencoded x")]
    [InlineData("application/x-www-form-urlencoded \t; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded\t")]
    [InlineData(" application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    public void A_body_that_is_put_to_a_request_without_one_is_signed_by_nobody(string type)
    {
        SignatureScheme scheme = SchemeCatalog.OAuth1Sha256;
        var ring = new KeyRing("consumer", scheme.ImportKey("0123456789abcdef0123456789abcdef"));
        var origin = new PublicOrigin(new Uri("https://api.example.com"));
        var request = new RawRequest("POST", "/pay?to=1", [], default, origin);
        request = new RequestSigner(scheme, ring).Sign(request, new() { Time = Now }).ApplyTo(request);
        Assert.True(scheme.Verify(request, ring, Now).IsValid);
        var changed = new RawRequest("POST", "/pay?to=1", [.. request.Headers, new("Content-Type", type)], "amount=100"u8.ToArray(), origin);
        Assert.False(scheme.Verify(changed, ring, Now).IsValid);
    }
}
