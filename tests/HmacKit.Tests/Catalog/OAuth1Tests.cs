using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>OAuth 1.0a: where its parameters may be, whose key it is, and what is refused.</summary>
public class OAuth1Tests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly SignatureScheme Scheme = SchemeCatalog.OAuth1Sha256.With("tokenSecret", "pfkkdhi9sl3r4s00");

    private static readonly KeyRing Keys = new("dpf43f3p2l4k3l03", Scheme.ImportKey("kd94hf93k423kf44"));

    private static readonly Dictionary<string, string> Token = new() { ["oauth_token"] = "nnch734d00sl2jdk" };

    [Theory]
    [InlineData("GET", "/photos?size=original", "", "Authorization")]
    [InlineData("GET", "/photos?size=original&oauth_version=1.0", "", "query")]
    [InlineData("POST", "/photos?size=original", "title=a+b&oauth_version=1.0", "form")]
    public void Its_parameters_are_put_where_the_request_has_one_already_and_into_the_header_otherwise(string method, string target, string body, string place)
    {
        RawRequest signed = Sign(Scheme, Keys, Request(method, target, body));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, signed));
        Assert.Equal(place == "Authorization", !signed.GetHeader("Authorization").IsMissing);
        Assert.Equal(place == "query", signed.Target.Contains("&oauth_signature=", StringComparison.Ordinal));
        Assert.Equal(place == "form", Encoding.ASCII.GetString(signed.Body.Span).Contains("&oauth_signature=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_with_many_tokens_has_a_key_for_each_pair()
    {
        SignatureScheme scheme = SchemeCatalog.OAuth1Sha256Tokens;
        var pair = new KeyRing("dpf43f3p2l4k3l03&nnch734d00sl2jdk", scheme.ImportKey("kd94hf93k423kf44&pfkkdhi9sl3r4s00"));
        RawRequest request = Request("GET", "/photos?size=original", "");
        RawRequest client = Sign(Scheme, Keys, request);
        Assert.Equal(VerificationStatus.Valid, Verify(scheme, pair, client));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, new RequestSigner(scheme, pair).Sign(request, new SigningValues { Time = Now }).ApplyTo(request)));

        var other = new KeyRing("dpf43f3p2l4k3l03&another", pair.Primary);
        Assert.Equal(VerificationStatus.UnknownKey, Verify(scheme, other, client));
        RawRequest withoutToken = new RequestSigner(SchemeCatalog.OAuth1Sha256, Keys).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);
        Assert.Equal(VerificationStatus.UnknownKey, Verify(scheme, pair, withoutToken));
    }

    [Theory]
    [InlineData("HMAC-SHA256", "HMAC-SHA1")]
    [InlineData("HMAC-SHA256", "PLAINTEXT")]
    [InlineData("HMAC-SHA256", "none")]
    [InlineData("oauth_nonce=", "oauth_nonce=\"1\", oauth_nonce=")]
    [InlineData("oauth_token=", "oauth_verifier=\"1\", oauth_token=")]
    [InlineData("oauth_token=\"nnch734d00sl2jdk\"", "oauth_token=\"nnch734d00sl2jd%6B\", x=\"1\"")]
    [InlineData("oauth_token=\"nnch734d00sl2jdk\"", "oauth_token=\"nnch734d00sl2jd%6\"")]
    [InlineData("oauth_token=\"nnch734d00sl2jdk\", ", "")]
    [InlineData("oauth_timestamp=\"1766000000\"", "oauth_timestamp=\"1766000001\"")]
    [InlineData("oauth_timestamp=\"1766000000\"", "oauth_timestamp=1766000000")]
    public void What_is_changed_in_the_header_is_refused(string text, string by)
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/photos?size=original", ""));
        string header = signed.GetHeader("Authorization").Value!;
        Assert.Contains(text, header, StringComparison.Ordinal);
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme, Keys, WithHeader(signed, "Authorization", header.Replace(text, by, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_realm_may_be_added_since_it_is_never_signed()
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/photos?size=original", ""));
        string header = signed.GetHeader("Authorization").Value!;
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, WithHeader(signed, "Authorization", header.Replace("OAuth ", "OAuth realm=\"Photos %\", ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("/photos?size=original&oauth_token=nnch734d00sl2jdk")]
    [InlineData("/photos?size=original&oauth_token=other")]
    [InlineData("/photos?size=original&oauth%5Ftoken=other")]
    [InlineData("/photos?size=original&oauth_signature=x")]
    public void One_of_its_own_parameters_twice_is_refused(string target)
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/photos?size=original", ""));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, Keys, new RawRequest("GET", target, signed.Headers, default, signed.Origin)));
    }

    [Fact]
    public void A_body_that_is_no_form_needs_its_digest()
    {
        RawRequest request = Request("POST", "/photos", "{\"a\":1}", "application/json");
        RawRequest signed = Sign(Scheme, Keys, request);
        Assert.Contains("oauth_body_hash=", signed.GetHeader("Authorization").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, signed));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(Scheme, Keys, new RawRequest("POST", "/photos", signed.Headers, "{\"a\":2}"u8.ToArray(), signed.Origin)));

        RawRequest empty = Sign(Scheme, Keys, Request("POST", "/photos", "", "application/json"));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, empty));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(Scheme, Keys, new RawRequest("POST", "/photos", empty.Headers, "{\"a\":2}"u8.ToArray(), empty.Origin)));
    }

    [Fact]
    public void A_form_that_is_called_something_else_is_refused()
    {
        RawRequest signed = Sign(Scheme, Keys, Request("POST", "/photos", "a=1"));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Keys, signed));
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme, Keys, WithHeader(signed, "Content-Type", "text/plain")));
    }

    [Theory]
    [InlineData("http://api.example.com", false)]
    [InlineData("https://api.example.com:8443", false)]
    [InlineData("https://other.example.com", false)]
    [InlineData("https://api.example.com:443", true)]
    [InlineData("https://API.example.com", true)]
    public void The_address_is_signed(string origin, bool isSame)
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/photos", ""));
        VerificationStatus status = Verify(Scheme, Keys, new RawRequest("GET", "/photos", signed.Headers, default, new PublicOrigin(new Uri(origin))));
        Assert.Equal(isSame ? VerificationStatus.Valid : VerificationStatus.SignatureMismatch, status);
    }

    [Fact]
    public void A_hundred_thousand_parameters_are_refused_and_cost_no_time()
    {
        string query = string.Join('&', Enumerable.Repeat("a", 8_000));
        RawRequest signed = Sign(Scheme, Keys, Request("POST", "/photos", "a=1"));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, Keys, new RawRequest("POST", "/photos?" + query, signed.Headers, signed.Body, signed.Origin)));
        byte[] form = Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Repeat("a=%41", 100_000)));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, Keys, new RawRequest("POST", "/photos", signed.Headers, form, signed.Origin)));
    }

    private static RawRequest Sign(SignatureScheme scheme, KeyRing keys, RawRequest request) =>
        new RequestSigner(scheme, keys).Sign(request, new SigningValues { Time = Now, Values = Token }).ApplyTo(request);

    private static VerificationStatus Verify(SignatureScheme scheme, KeyRing keys, RawRequest request) => scheme.Verify(request, keys, Now).Status;

    private static RawRequest WithHeader(RawRequest request, string name, string value) =>
        new(request.Method, request.Target, request.Headers.Where(header => header.Key != name).Append(KeyValuePair.Create(name, value)), request.Body, request.Origin);

    private static RawRequest Request(string method, string target, string body, string type = "application/x-www-form-urlencoded") =>
        new(method, target, [KeyValuePair.Create("Content-Type", type)], Encoding.UTF8.GetBytes(body), new PublicOrigin(new Uri("https://api.example.com")));
}
