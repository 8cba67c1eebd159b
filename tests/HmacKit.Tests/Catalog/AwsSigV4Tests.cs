using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>The forms of AWS Signature Version 4, and what none of them takes.</summary>
public class AwsSigV4Tests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly SignatureScheme Scheme = SchemeCatalog.AwsSigV4.With("region", "eu-1").With("service", "thing");

    private static readonly SignatureScheme S3 = SchemeCatalog.AwsS3.With("region", "eu-1");

    private static readonly KeyRing Keys = new("AKIDEXAMPLE", Scheme.ImportKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));

    [Fact]
    public void A_request_that_says_so_in_its_query_is_presigned_and_expires()
    {
        RawRequest signed = Sign(Scheme, Request("GET", "/a?x=1&X-Amz-Algorithm=AWS4-HMAC-SHA256"));
        Assert.Contains("&X-Amz-Expires=300&", signed.Target, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, signed));
        Assert.Equal(VerificationStatus.Expired, Scheme.Verify(signed, Keys, Now.AddSeconds(301)).Status);
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, With(signed, signed.Target.Replace("Expires=300", "Expires=99999999", StringComparison.Ordinal))));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(Scheme, With(signed, signed.Target.Replace("Expires=300", "Expires=301", StringComparison.Ordinal))));

        SignatureScheme presigned = SchemeCatalog.AwsSigV4Presigned.With("region", "eu-1").With("service", "thing");
        Assert.Equal(VerificationStatus.Valid, Verify(presigned, signed));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, Sign(presigned, Request("GET", "/a?x=1"))));
    }

    [Fact]
    public void A_signature_in_the_header_still_has_its_window()
    {
        RawRequest signed = Sign(Scheme, Request("GET", "/a"));
        Assert.Equal(VerificationStatus.Valid, Scheme.Verify(signed, Keys, Now.AddMinutes(14)).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, Scheme.Verify(signed, Keys, Now.AddMinutes(16)).Status);
    }

    [Fact]
    public void Two_signatures_at_once_are_refused()
    {
        RawRequest inQuery = Sign(Scheme, Request("GET", "/a?X-Amz-Algorithm=AWS4-HMAC-SHA256"));
        RawRequest both = new(inQuery.Method, inQuery.Target, [.. inQuery.Headers, KeyValuePair.Create("Authorization", "AWS4-HMAC-SHA256 Credential=x")]);
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, both));
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1")]
    [InlineData("AWS4-HMAC-SHA256", "none")]
    [InlineData("%2Feu-1%2F", "%2Fus-1%2F")]
    [InlineData("%2Fthing%2F", "%2Fother%2F")]
    [InlineData("%2F20251217%2F", "%2F20251216%2F")]
    [InlineData("aws4_request", "aws4_response")]
    [InlineData("SignedHeaders=host", "SignedHeaders=x")]
    [InlineData("SignedHeaders=host", "SignedHeaders=host%3Bhost")]
    [InlineData("SignedHeaders=host", "SignedHeaders=Host")]
    [InlineData("SignedHeaders=host", "SignedHeaders=host%3Bx-unknown")]
    [InlineData("&X-Amz-Date=", "&X-Amz-Date=1&X-Amz-Date=")]
    [InlineData("x=1", "x=%zz")]
    public void What_is_changed_in_a_presigned_url_is_refused(string text, string by)
    {
        RawRequest signed = Sign(Scheme, Request("GET", "/a?x=1&X-Amz-Algorithm=AWS4-HMAC-SHA256"));
        string target = signed.Target.Replace(text, by, StringComparison.Ordinal);
        Assert.NotEqual(signed.Target, target);
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme, With(signed, target)));
    }

    [Fact]
    public void Paths_that_are_normalised_count_as_one_and_others_do_not()
    {
        RawRequest signed = Sign(Scheme, Request("GET", "/a/b"));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, With(signed, "//a/./b")));
        SignatureScheme exact = Scheme.With("normalizePath", "false");
        signed = Sign(exact, Request("GET", "/a/b"));
        Assert.Equal(VerificationStatus.Valid, Verify(exact, signed));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(exact, With(signed, "//a/./b")));
        signed = Sign(S3, Request("GET", "/a/b"));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(S3, With(signed, "//a/./b")));
    }

    [Fact]
    public void A_session_token_is_signed_where_the_request_has_one()
    {
        RawRequest request = Request("GET", "/a", token: "session-1");
        RawRequest signed = Sign(Scheme, request);
        Assert.Contains("x-amz-date;x-amz-security-token", signed.GetHeader("Authorization").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, signed));
        RawRequest other = new(signed.Method, signed.Target, signed.Headers.Select(header => header.Key == "X-Amz-Security-Token" ? KeyValuePair.Create(header.Key, "session-2") : header));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(Scheme, other));
    }

    [Fact]
    public void S3_takes_a_body_only_with_its_digest_and_no_unsigned_one_unless_the_scheme_is_named_so()
    {
        RawRequest signed = Sign(S3, Request("PUT", "/a", "hello"));
        Assert.Equal(VerificationStatus.Valid, Verify(S3, signed));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(S3, new RawRequest("PUT", "/a", signed.Headers, "other"u8.ToArray())));

        SignatureScheme unsigned = SchemeCatalog.AwsS3UnsignedPayload.With("region", "eu-1");
        RawRequest open = Sign(unsigned, Request("PUT", "/a", "hello"));
        Assert.Equal(VerificationStatus.Valid, Verify(unsigned, open));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(S3, open));
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme.With("service", "s3"), open));

        RawRequest link = Sign(SchemeCatalog.AwsS3Presigned.With("region", "eu-1"), Request("GET", "/a"));
        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.AwsS3Presigned.With("region", "eu-1"), link));
        RawRequest withBody = new(link.Method, link.Target, link.Headers, "hello"u8.ToArray());
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(SchemeCatalog.AwsS3Presigned.With("region", "eu-1"), withBody));
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme.With("service", "s3"), withBody));
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme.With("service", "s3"), link));
    }

    [Theory]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    [InlineData("UNSIGNED-PAYLOAD")]
    [InlineData("")]
    public void S3_takes_nothing_in_place_of_the_digest(string said)
    {
        RawRequest signed = Sign(S3, new RawRequest("PUT", "/a", [KeyValuePair.Create("Host", "b.example"), KeyValuePair.Create("x-amz-content-sha256", said)], "hello"u8.ToArray()));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(S3, signed));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a/b")]
    [InlineData("//a/./b/../c")]
    [InlineData("/a%20b/%C3%A4?x=1&a=%2F+b&bare")]
    [InlineData("/a+b=c@d!*'()~?prefix=a%20b")]
    public void S3_s_rules_are_the_same_in_its_own_schemes_and_in_the_one_for_all_services(string target)
    {
        // Written down in two places, as templates and in code, so each signs for the other.
        SignatureScheme general = Scheme.With("service", "s3");
        RawRequest put = Request("PUT", target, "hello", token: "session-1");
        Assert.Equal(VerificationStatus.Valid, Verify(general, Sign(S3, put)));
        Assert.Equal(VerificationStatus.Valid, Verify(S3, Sign(general, put)));

        SignatureScheme presigned = SchemeCatalog.AwsS3Presigned.With("region", "eu-1");
        RawRequest get = Request("GET", target);
        Assert.Equal(VerificationStatus.Valid, Verify(general, Sign(presigned, get)));
        RawRequest asked = With(get, target + (target.Contains('?') ? "&" : "?") + "X-Amz-Algorithm=AWS4-HMAC-SHA256");
        Assert.Equal(VerificationStatus.Valid, Verify(presigned, Sign(general, asked)));
    }

    private static RawRequest Sign(SignatureScheme scheme, RawRequest request) =>
        new RequestSigner(scheme, Keys).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);

    private static VerificationStatus Verify(SignatureScheme scheme, RawRequest request) => scheme.Verify(request, Keys, Now).Status;

    private static RawRequest With(RawRequest request, string target) => new(request.Method, target, request.Headers, request.Body);

    private static RawRequest Request(string method, string target, string body = "", string? token = null)
    {
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("Host", "thing.eu-1.example.com")];
        if (token is not null)
        {
            headers.Add(KeyValuePair.Create("X-Amz-Security-Token", token));
        }

        return new RawRequest(method, target, headers, Encoding.UTF8.GetBytes(body));
    }
}
