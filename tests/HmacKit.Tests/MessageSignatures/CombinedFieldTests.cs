namespace HmacKit.Tests.MessageSignatures;

/// <summary>Fields of several lines, and those behind the body, by the examples of RFC 9421 sections 2.1, 2.1.3 and 2.1.4.</summary>
public class CombinedFieldTests
{
    private static readonly SignatureScheme Any = RfcCases.Definition("hmac-sha256").Compile();

    private static readonly KeyRing Keys = new("test-shared-secret", Any.ImportKey(RfcCases.Shared));

    private static readonly KeyValuePair<string, string>[] Lines =
    [
        new("Cache-Control", "max-age=60"),
        new("X-Empty-Header", ""),
        new("Cache-Control", "   must-revalidate \t"),
        new("Example-Header", "value, with, lots"),
        new("Example-Header", "of, commas"),
        new("Example-Dict", "a=1,    b=2;x=1;y=2"),
        new("Example-Dict", "c=(a   b   c)"),
        new("Same-Key", "a=1"),
        new("Same-Key", "a=2"),
        new("Content-Type", "text/plain"),
        new("Content-Type", "text/html"),
        new("X-Wide", "a"),
        new("X-Wide", "\u20ac"),
        new("X-Break", "a"),
        new("X-Break", "b\nc: d"),
    ];

    [Theory]
    [InlineData("cache-control", "max-age=60, must-revalidate")]
    [InlineData("x-empty-header", "")]
    [InlineData("example-header", "value, with, lots, of, commas")]
    [InlineData("example-header;bs", ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:")]
    [InlineData("example-dict;sf", "a=1, b=2;x=1;y=2, c=(a b c)")]
    [InlineData("example-dict;key=\"c\"", "(a b c)")]
    [InlineData("content-type;bs", ":dGV4dC9wbGFpbg==:, :dGV4dC9odG1s:")]
    public void The_values_of_all_lines_are_joined(string component, string expected) => Assert.Equal(expected, ValueOf(component, new RawRequest("GET", "/", Lines)));

    [Theory]
    [InlineData("content-type")]
    [InlineData("same-key;key=\"a\"")]
    [InlineData("same-key;sf")]
    [InlineData("x-wide;bs")]
    [InlineData("x-break")]
    public void Lines_that_could_mean_two_things_have_no_value(string component) => Assert.Null(ValueOf(component, new RawRequest("GET", "/", Lines)));

    [Fact]
    public void So_have_those_of_a_request_that_does_not_tell_them_apart_and_more_than_64()
    {
        Assert.Null(ValueOf("cache-control", new RecordingRequest(new RawRequest("GET", "/", Lines), [])));
        Assert.NotNull(ValueOf("x", new RawRequest("GET", "/", Enumerable.Repeat(KeyValuePair.Create("X", "1"), 64))));
        Assert.Null(ValueOf("x", new RawRequest("GET", "/", Enumerable.Repeat(KeyValuePair.Create("X", "1"), 65))));
    }

    /// <summary>Joined, one field with a comma is the same as two; as bytes it isn't.</summary>
    [Fact]
    public void Bytes_tell_one_line_from_two()
    {
        Assert.Equal(":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:", ValueOf("example-header;bs", new RawRequest("GET", "/", [new("Example-Header", "value, with, lots, of, commas")])));
        RawRequest signed = Sign(new RawRequest("GET", "/", Lines), "example-header;bs");
        Assert.Equal(VerificationStatus.Valid, Verify(signed));
        var joined = new RawRequest("GET", "/", signed.Headers.Where(static header => header.Key != "Example-Header").Append(new("Example-Header", "value, with, lots, of, commas")));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(new RawRequest("GET", "/", joined.Headers.Where(static header => header.Key != "Example-Header"))));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(joined));
    }

    /// <summary>The value that is signed has a comma, as all dates have: nobody else can make two lines of it.</summary>
    [Fact]
    public void A_date_that_was_cut_at_its_comma_is_refused()
    {
        RawRequest signed = Sign(new RawRequest("GET", "/", [new("Date", "Tue, 20 Apr 2021 02:07:55 GMT")]), "date");
        Assert.Equal(VerificationStatus.Valid, Verify(signed));
        KeyValuePair<string, string>[] others = [.. signed.Headers.Where(static header => header.Key != "Date")];
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(new RawRequest("GET", "/", [new("Date", "Tue"), new("Date", "20 Apr 2021 02:07:55 GMT"), .. others])));
    }

    [Fact]
    public void A_changed_moved_or_dropped_line_is_refused()
    {
        RawRequest signed = Sign(new RawRequest("GET", "/", Lines), "cache-control");
        KeyValuePair<string, string>[] others = [.. signed.Headers.Where(static header => header.Key != "Cache-Control")];
        Assert.Equal(VerificationStatus.Valid, Verify(signed));
        Assert.Equal(VerificationStatus.Valid, With("max-age=60", "must-revalidate"));
        Assert.Equal(VerificationStatus.SignatureMismatch, With("must-revalidate", "max-age=60"));
        Assert.Equal(VerificationStatus.SignatureMismatch, With("max-age=60"));
        Assert.Equal(VerificationStatus.SignatureMismatch, With("max-age=60", "must-revalidate", ""));

        VerificationStatus With(params string[] lines) => Verify(new RawRequest("GET", "/", [.. others, .. lines.Select(static line => KeyValuePair.Create("Cache-Control", line))]));
    }

    /// <summary>A proxy may add its signature as lines of its own.</summary>
    [Fact]
    public void Signatures_of_several_lines_are_one_field()
    {
        SignatureScheme proxy = new MessageSignatureDefinition { Name = "proxy", Label = "proxy", AtLeast = ["@method"] }.Compile();
        var request = new RawRequest("GET", "/", Lines);
        RawRequest first = Sign(request, "cache-control");
        SignedHeaders second = new RequestSigner(proxy, Keys).Sign(request, new SigningValues { Time = RfcCases.Now });
        var both = new RawRequest("GET", "/", [.. second, .. first.Headers]);
        Assert.True(both.GetHeader("Signature").IsRepeated);
        Assert.Equal(VerificationStatus.Valid, Verify(both));
        Assert.Equal(VerificationStatus.Valid, proxy.Verify(both, Keys, RfcCases.Now).Status);
        RawRequest third = Sign(both, "signature;key=\"proxy\"", "cache-control");
        Assert.Equal(VerificationStatus.Valid, Verify(third));
        Assert.Equal(VerificationStatus.Valid, proxy.Verify(third, Keys, RfcCases.Now).Status);
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(new RawRequest("GET", "/", [.. first.Headers, .. first.Headers.Where(static header => header.Key.StartsWith("Signature", StringComparison.Ordinal))])));
    }

    /// <summary>A caller's own collection may hold null as a value; beside another line that was a NullReferenceException.</summary>
    [Fact]
    public void A_line_without_a_value_among_others_makes_the_field_malformed()
    {
        RawRequest signed = Sign(new RawRequest("GET", "/", Lines), "cache-control");
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(new RawRequest("GET", "/", [.. signed.Headers, new("Signature", null!)])));
    }

    [Fact]
    public void What_stands_behind_the_body_is_covered_with_tr_and_is_no_header()
    {
        var answer = new AnswerSource(new RawRequest("GET", "/", []), [new("Trailer", "Expires")], "HTTPMessageSignatures"u8.ToArray(), 200)
        {
            Trailers = [new("Expires", "Wed, 9 Nov 2022 07:28:00 GMT"), new("X-Sum", "1"), new("x-sum", "2")],
        };
        Assert.Equal("Wed, 9 Nov 2022 07:28:00 GMT", ValueOf("expires;tr", answer));
        Assert.Equal("1, 2", ValueOf("x-sum;tr", answer));
        Assert.Equal(":MQ==:, :Mg==:", ValueOf("x-sum;tr;bs", answer));
        Assert.Null(ValueOf("expires", answer));
        Assert.Null(ValueOf("trailer;tr", answer));
    }

    [Fact]
    public void A_digest_behind_the_body_is_held_to_the_body()
    {
        SignatureScheme scheme = new MessageSignatureDefinition { Name = "streamed", AtLeast = ["@method", "content-digest;tr"] }.Compile();
        var plain = new RawRequest("POST", "/", [], "{}"u8.ToArray()) { Trailers = [new("Content-Digest", ContentDigestPart.Of("{}"u8))] };
        RawRequest signed = new RequestSigner(scheme, Keys).Sign(plain, new SigningValues { Time = RfcCases.Now }).ApplyTo(plain);
        Assert.True(signed.GetHeader("Content-Digest").IsMissing);
        Assert.Contains("body", scheme.Covers.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(VerificationStatus.Valid, Status(signed));
        Assert.Equal(VerificationStatus.MalformedHeader, Status(new RawRequest("POST", "/", signed.Headers, signed.Body)));
        Assert.Equal(VerificationStatus.DigestMismatch, Status(new RawRequest("POST", "/", signed.Headers, "[]"u8.ToArray()) { Trailers = signed.Trailers }));
        Assert.Equal(
            VerificationStatus.SignatureMismatch,
            Status(new RawRequest("POST", "/", signed.Headers, "[]"u8.ToArray()) { Trailers = [new("Content-Digest", ContentDigestPart.Of("[]"u8))] }));

        VerificationStatus Status(RawRequest request) => scheme.Verify(request, Keys, RfcCases.Now).Status;
    }

    private static string? ValueOf(string component, RequestSource message) =>
        ComponentValue.Of(CoveredComponents.Parse(component)!.Single(), message, new Dictionary<string, StructuredShape> { ["example-dict"] = StructuredShape.Dictionary, ["same-key"] = StructuredShape.Dictionary });

    private static RawRequest Sign(RawRequest request, params string[] covered) =>
        new RequestSigner(Any, Keys).Sign(request, new SigningValues { Time = RfcCases.Now, HeadersToSign = covered }).ApplyTo(request);

    private static VerificationStatus Verify(RawRequest request) => Any.Verify(request, Keys, RfcCases.Now).Status;
}
