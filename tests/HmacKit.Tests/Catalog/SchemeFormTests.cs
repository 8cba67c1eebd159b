using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>Forms that a vendor leaves open, beyond what its own examples have.</summary>
public class SchemeFormTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly string Secret = new('k', 40);

    private static string Date => Now.ToString("r");

    [Fact]
    public void Kong_s_signature_may_be_in_proxy_authorization_and_then_no_other_counts()
    {
        string value = $"hmac username=\"u\", algorithm=\"hmac-sha256\", headers=\"x-date request-line\", signature=\"{Mac($"x-date: {Date}\nGET /a?b=1 HTTP/1.1")}\"";
        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.KongHmacAuth, "u", ("X-Date", Date), ("Proxy-Authorization", value)));
        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.KongHmacAuth, "u", ("X-Date", Date), ("Authorization", value)));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(SchemeCatalog.KongHmacAuth, "u", ("X-Date", Date), ("Authorization", value), ("Proxy-Authorization", "Basic eA==")));
    }

    [Theory]
    [InlineData("date")] // the request itself isn't signed
    [InlineData("(request-target) host")] // nor is a time
    [InlineData("(request-target) (created)")] // which the signature doesn't say
    [InlineData("(request-target) date date")]
    [InlineData("(request-target) date X-Other")]
    [InlineData("(request-target) date x-missing")]
    public void A_list_that_covers_too_little_or_cannot_be_read_is_refused(string list)
    {
        string message = string.Join('\n', list.Split(' ').Select(name => name switch
        {
            "(request-target)" => "(request-target): get /a?b=1",
            "date" => $"date: {Date}",
            "host" => "host: example.com",
            _ => $"{name}: ",
        }));
        string value = $"Signature keyId=\"u\",algorithm=\"hmac-sha256\",headers=\"{list}\",signature=\"{Mac(message)}\"";
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(SchemeCatalog.Cavage, "u", ("Date", Date), ("Host", "example.com"), ("X-Other", "1"), ("Authorization", value)));
    }

    [Fact]
    public void A_body_without_a_listed_digest_is_refused()
    {
        byte[] body = "{\"a\":1}"u8.ToArray();
        string digest = "SHA-256=" + Convert.ToBase64String(SHA256.HashData(body));
        string covered = Mac($"(request-target): post /a?b=1\ndate: {Date}\ndigest: {digest}");
        string without = Mac($"(request-target): post /a?b=1\ndate: {Date}");
        Assert.Equal(VerificationStatus.Valid, With(Signature("(request-target) date digest", covered), body));
        Assert.Equal(VerificationStatus.MalformedHeader, With(Signature("(request-target) date", without), body));
        Assert.Equal(VerificationStatus.DigestMismatch, With(Signature("(request-target) date digest", covered), [.. body, (byte)' ']));

        VerificationStatus With(string authorization, byte[] sent) =>
            SchemeCatalog.Cavage.Verify(Request("POST", sent, ("Date", Date), ("Digest", digest), ("Authorization", authorization)), Ring(SchemeCatalog.Cavage, "u"), Now).Status;

        static string Signature(string list, string mac) => $"Signature keyId=\"u\",algorithm=\"hs2019\",headers=\"{list}\",signature=\"{mac}\"";
    }

    [Fact]
    public void A_signer_lists_the_digest_that_it_sets_for_a_body()
    {
        KeyRing ring = Ring(SchemeCatalog.Cavage, "u");
        var bare = new RawRequest("POST", "/a?b=1", [], "{}"u8.ToArray(), Origin);
        RawRequest signed = new RequestSigner(SchemeCatalog.Cavage, ring).Sign(bare, new SigningValues { Time = Now }).ApplyTo(bare);
        Assert.StartsWith("Signature keyId=\"u\",algorithm=\"hmac-sha256\",headers=\"(request-target) date digest\",signature=\"", signed.GetHeader("Authorization").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.Cavage.Verify(signed, ring, Now).Status);
    }

    [Fact]
    public void Acquia_s_list_of_headers_is_left_out_where_there_is_none()
    {
        SignatureScheme scheme = SchemeCatalog.AcquiaHttpHmac2;
        KeyRing ring = new("u", scheme.ImportKey(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))));
        var bare = new RawRequest("GET", "/a?b=1", [], default, Origin);
        RawRequest signed = new RequestSigner(scheme, ring).Sign(bare, new SigningValues { Time = Now, Values = new Dictionary<string, string> { ["realm"] = "r" } }).ApplyTo(bare);
        Assert.DoesNotContain("headers=", signed.GetHeader("Authorization").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, ring, Now).Status);
    }

    [Fact]
    public void The_end_that_a_signature_says_counts_only_where_it_is_signed()
    {
        long created = Now.ToUnixTimeSeconds();
        string signed = Mac($"(request-target): get /a?b=1\n(created): {created}\n(expires): {created + 60}");
        string unsigned = Mac($"(request-target): get /a?b=1\n(created): {created}");
        Assert.Equal(VerificationStatus.Valid, At(Now.AddSeconds(59), "(request-target) (created) (expires)", signed));
        Assert.Equal(VerificationStatus.Expired, At(Now.AddSeconds(61), "(request-target) (created) (expires)", signed));
        Assert.Equal(VerificationStatus.MalformedHeader, At(Now, "(request-target) (created)", unsigned));

        VerificationStatus At(DateTimeOffset now, string list, string mac) => SchemeCatalog.Cavage.Verify(
            Request("GET", [], ("Authorization", $"Signature keyId=\"u\",algorithm=\"hs2019\",created={created},expires={created + 60},headers=\"{list}\",signature=\"{mac}\"")),
            Ring(SchemeCatalog.Cavage, "u"),
            now).Status;
    }

    [Fact]
    public void Twilio_s_json_is_bound_by_the_digest_in_the_query_whatever_its_content_type()
    {
        byte[] body = "{\"a\":1}"u8.ToArray();
        string target = "/hook?bodySHA256=" + Convert.ToHexStringLower(SHA256.HashData(body));
        KeyRing ring = Ring(SchemeCatalog.Twilio, "");
        string signature = LegacyMac("https://example.com" + target);
        foreach (string? type in (string?[])[null, "application/json", "application/x-www-form-urlencoded"])
        {
            Assert.Equal(VerificationStatus.Valid, With(body, type));
            Assert.NotEqual(VerificationStatus.Valid, With([.. body, (byte)' '], type));
        }

        VerificationStatus With(byte[] sent, string? type) => SchemeCatalog.Twilio.Verify(
            new RawRequest("POST", target, type is null ? [KeyValuePair.Create("X-Twilio-Signature", signature)] : [KeyValuePair.Create("X-Twilio-Signature", signature), KeyValuePair.Create("Content-Type", type)], sent, Origin),
            ring,
            Now).Status;
    }

    [Fact]
    public void A_host_that_is_not_the_bucket_s_has_it_in_the_path()
    {
        SignatureScheme scheme = SchemeCatalog.AwsS3SigV2.With("bucket", "photos");
        KeyRing ring = Ring(scheme, "AK");
        string signature = LegacyMac($"GET\n\n\n{Rfc5322}\n/photos/a.jpg");
        Assert.Equal(VerificationStatus.Valid, At("photos.s3.example.com", "/a.jpg"));
        Assert.Equal(VerificationStatus.Valid, At("photos:8080", "/a.jpg"));
        Assert.Equal(VerificationStatus.Valid, At("s3.example.com", "/photos/a.jpg"));
        Assert.Equal(VerificationStatus.SignatureMismatch, At("s3.example.com", "/a.jpg"));
        Assert.Equal(VerificationStatus.SignatureMismatch, At("photos.s3.example.com", "/photos/a.jpg"));

        VerificationStatus At(string host, string target) => scheme.Verify(
            new RawRequest("GET", target, [KeyValuePair.Create("Host", host), KeyValuePair.Create("Date", Rfc5322), KeyValuePair.Create("Authorization", $"AWS AK:{signature}")], default),
            ring,
            Now).Status;
    }

    [Fact]
    public void A_request_with_two_of_Escher_s_signatures_is_refused()
    {
        SignatureScheme scheme = SchemeCatalog.Escher.With("credentialScope", "a/b/c");
        KeyRing ring = Ring(scheme, "AK");
        var bare = new RawRequest("GET", "/a", [KeyValuePair.Create("Host", "example.com")], default, Origin);
        RawRequest signed = new RequestSigner(scheme, ring).Sign(bare, new SigningValues { Time = Now }).ApplyTo(bare);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, ring, Now).Status);
        var both = new RawRequest(signed.Method, signed.Target, [.. signed.Headers, KeyValuePair.Create("X-EMS-Auth", "EMS-HMAC-SHA256 Credential=x")], signed.Body, signed.Origin);
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(both, ring, Now).Status);
    }

    private static readonly PublicOrigin Origin = new(new Uri("https://example.com"));

    private static string Rfc5322 => Now.ToString("ddd, dd MMM yyyy HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " +0000";

    private static string Mac(string message) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));

    private static string LegacyMac(string message) =>
        Convert.ToBase64String(CryptographicOperations.HmacData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));

    private static KeyRing Ring(SignatureScheme scheme, string id) => new(id, scheme.ImportKey(Secret));

    private static RawRequest Request(string method, byte[] body, params (string Name, string Value)[] headers) =>
        new(method, "/a?b=1", headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), body, Origin);

    private static VerificationStatus Verify(SignatureScheme scheme, string keyId, params (string Name, string Value)[] headers) =>
        scheme.Verify(Request("GET", [], headers), Ring(scheme, keyId), Now).Status;
}
