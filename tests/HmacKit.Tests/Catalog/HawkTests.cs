namespace HmacKit.Tests.Catalog;

/// <summary>What Hawk adds to a MAC over the head: the payload's hash, and links that end.</summary>
public class HawkTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly KeyRing Keys = new("key-1", SchemeCatalog.Hawk.ImportKey("example-secret-of-forty-characters-0001x"));

    private static readonly PublicOrigin Origin = new(new Uri("https://api.example.com"));

    [Fact]
    public void A_body_without_a_payload_hash_is_refused_although_the_signature_is_right()
    {
        RawRequest empty = Request("POST", "/orders", "text/plain", "");
        RawRequest signed = new RequestSigner(SchemeCatalog.Hawk, Keys).Sign(empty, new SigningValues { Time = Now }).ApplyTo(empty);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.Hawk.Verify(signed, Keys, Now).Status);
        var smuggled = new RawRequest(signed.Method, signed.Target, signed.Headers, "smuggled"u8.ToArray(), Origin);
        Assert.Equal(VerificationStatus.DigestMismatch, SchemeCatalog.Hawk.Verify(smuggled, Keys, Now).Status);
    }

    [Theory]
    [InlineData("text/plain", VerificationStatus.Valid)]
    [InlineData("Text/Plain ; charset=latin1", VerificationStatus.Valid)]
    [InlineData("text/html", VerificationStatus.DigestMismatch)]
    public void The_payload_hash_covers_the_media_type_without_its_parameters(string received, VerificationStatus expected)
    {
        RawRequest request = Request("POST", "/orders", "text/plain; charset=utf-8", "Thank you");
        SignedHeaders signed = new RequestSigner(SchemeCatalog.Hawk, Keys).Sign(request, new SigningValues { Time = Now });
        Assert.Contains(", hash=\"", signed["Authorization"], StringComparison.Ordinal);
        RawRequest sent = signed.ApplyTo(Request("POST", "/orders", received, "Thank you"));
        Assert.Equal(expected, SchemeCatalog.Hawk.Verify(sent, Keys, Now).Status);
    }

    [Theory]
    [InlineData("GET", VerificationStatus.Valid)]
    [InlineData("HEAD", VerificationStatus.Valid)]
    [InlineData("POST", VerificationStatus.MalformedHeader)]
    [InlineData("DELETE", VerificationStatus.MalformedHeader)]
    public void A_link_reads_and_does_nothing_else(string method, VerificationStatus expected) =>
        Assert.Equal(expected, SchemeCatalog.HawkBewit.Verify(Request(method, Link(), "text/plain", ""), Keys, Now).Status);

    [Fact]
    public void A_link_that_has_ended_is_expired_and_one_for_another_path_is_no_link()
    {
        string link = Link();
        Assert.Equal(VerificationStatus.Expired, SchemeCatalog.HawkBewit.Verify(Request("GET", link, "text/plain", ""), Keys, Now.AddMinutes(5).AddSeconds(1)).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, SchemeCatalog.HawkBewit.Verify(Request("GET", link.Replace("/report", "/secret", StringComparison.Ordinal), "text/plain", ""), Keys, Now).Status);
    }

    [Fact]
    public void A_clock_hint_has_the_algorithm_of_its_scheme_and_is_all_in_one_header()
    {
        Assert.Empty(FaultsOf(Hint("WWW-Authenticate", HmacAlgorithm.Sha256)));
        Assert.Contains("ClockHint", Assert.Single(FaultsOf(Hint("X-Time", HmacAlgorithm.Sha256))), StringComparison.Ordinal);
        Assert.Contains("ClockHint", Assert.Single(FaultsOf(Hint("WWW-Authenticate", HmacAlgorithm.Sha512))), StringComparison.Ordinal);
        Assert.Contains("ClockHint", Assert.Single(FaultsOf(SchemeCatalog.Hawk)), StringComparison.Ordinal);

        static SignatureScheme Hint(string header, HmacAlgorithm algorithm) => SignatureScheme.Compile(new()
        {
            Name = "clock",
            Message = "{timestamp}",
            Headers = { [header] = HeaderFormat.Text("{timestamp} {signature:hex}") },
            Algorithm = algorithm,
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromDays(1)),
        });

        static IEnumerable<string> FaultsOf(SignatureScheme hint)
        {
            try
            {
                SignatureScheme.Compile(new()
                {
                    Name = "timed",
                    Message = "{timestamp}\n{body}",
                    Headers = { ["X-Time"] = HeaderFormat.Text("{timestamp}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
                    Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
                    ClockHint = hint,
                });
                return [];
            }
            catch (SchemeDefinitionException exception)
            {
                return exception.Faults.Select(static fault => fault.ToString());
            }
        }
    }

    private static string Link() =>
        new RequestSigner(SchemeCatalog.HawkBewit, Keys).Sign(Request("GET", "/report?page=1", "text/plain", ""), new SigningValues { Time = Now }).Target;

    private static RawRequest Request(string method, string target, string type, string body) =>
        new(method, target, [KeyValuePair.Create("Content-Type", type)], System.Text.Encoding.UTF8.GetBytes(body), Origin);
}
