using FsCheck.Fluent;

namespace HmacKit.Tests.Signing;

public class RequestSignerTests
{
    private readonly SchemeCase _theOne = SchemeCase.Of("theone");
    private readonly SchemeCase _oneRing = SchemeCase.Of("onering");
    private static readonly RawRequest Request = new("POST", "/", [], "{}"u8.ToArray());

    [Fact]
    public void The_key_must_be_for_the_scheme_s_algorithm()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RequestSigner(OwnSchemes.Legacy, HmacKey.Generate()));
        Assert.Contains("HMAC-SHA1", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RequestSigner(SchemeCatalog.GitHub, HmacKey.Generate(HmacAlgorithm.Sha512)));
    }

    [Fact]
    public void A_scheme_with_key_ids_needs_a_ring_with_one()
    {
        Assert.Throws<ArgumentException>(() => new RequestSigner(SchemeCatalog.TheOne, HmacKey.Generate()));
        Assert.Equal("k", new RequestSigner(SchemeCatalog.TheOne, new KeyRing("k", HmacKey.Generate())).Keys.Id);
    }

    [Fact]
    public void The_primary_key_signs_also_after_a_rotation()
    {
        HmacKey fresh = HmacKey.Generate();
        KeyRing rotated = _theOne.Ring.Rotate(fresh, SchemeCase.Now.AddDays(1));
        RawRequest request = _theOne.Sign(signer: new RequestSigner(_theOne.Scheme, rotated));
        Assert.Equal(VerificationStatus.Valid, _theOne.Verify(request, ring: new KeyRing("key-1", fresh)));
        Assert.Equal(VerificationStatus.SignatureMismatch, _theOne.Verify(request));
    }

    [Fact]
    public void Headers_come_in_the_order_of_the_scheme_and_are_found_by_name()
    {
        SignedHeaders headers = _theOne.Signer.Sign(Request, SchemeCase.Values);
        Assert.Equal(4, headers.Count);
        Assert.Equal(["X-API-KEY", "X-API-TIMESTAMP", "X-API-NONCE", "X-API-SIGN"], headers.Select(header => header.Key));
        Assert.Equal("X-API-NONCE", headers[2].Key);
        Assert.Equal("nonce-0001", headers["x-api-nonce"]);
        KeyNotFoundException exception = Assert.Throws<KeyNotFoundException>(() => headers["X-Other"]);
        Assert.Contains("X-API-SIGN", exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, ((System.Collections.IEnumerable)headers).Cast<object>().Count());
    }

    [Fact]
    public void The_time_is_the_clock_s_unless_it_is_given_or_given_to_the_letter()
    {
        var signer = new RequestSigner(_theOne.Scheme, _theOne.Ring, new ManualTimeProvider(SchemeCase.Now));
        Assert.Equal("1765972800000", signer.Sign(Request)["X-API-TIMESTAMP"]);
        Assert.Equal("1765972801000", signer.Sign(Request, new() { Time = SchemeCase.Now.AddSeconds(1) })["X-API-TIMESTAMP"]);
        Assert.Equal("00017", signer.Sign(Request, new() { Time = SchemeCase.Now, TimestampText = "00017" })["X-API-TIMESTAMP"]);
        Assert.Same(_theOne.Scheme, signer.Scheme);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nX-Admin: 1")]
    [InlineData("a\n")]
    [InlineData("\r")]
    [InlineData("a\0")]
    [InlineData("a\tb")]
    [InlineData("a\u007F")]
    [InlineData("\u00FC")]
    [InlineData("\U0001F511")]
    public void A_value_that_could_not_stand_in_a_header_is_refused(string value)
    {
        Assert.Throws<ArgumentException>(() => _theOne.Signer.Sign(Request, SchemeCase.Values with { Nonce = value }));
        Assert.Throws<ArgumentException>(() => _oneRing.Signer.Sign(Request, SchemeCase.Values with { Id = value }));
        Assert.Throws<ArgumentException>(() => _oneRing.Signer.Sign(Request, SchemeCase.Values with { TimestampText = value }));
        Assert.Throws<ArgumentException>(() => _theOne.Signer.Sign(Request, Request.Body.Span, SchemeCase.Values with { Nonce = value }, new byte[128]));
        Assert.Throws<ArgumentException>(() => _theOne.Signer.GetMessage(Request, [], SchemeCase.Values with { Nonce = value }));
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_value_has_at_most_512_characters(int length, bool isSigned)
    {
        Exception? exception = Record.Exception(() => _oneRing.Signer.Sign(Request, SchemeCase.Values with { Id = new string('x', length) }));
        Assert.Equal(isSigned, exception is null);
        Assert.True(exception is null or ArgumentException);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData(".")]
    [InlineData("a,b")]
    [InlineData("a,v1=0000")]
    [InlineData("a ")]
    public void An_id_that_would_end_its_field_or_its_part_early_is_refused(string id) =>
        Assert.Throws<ArgumentException>(() => _oneRing.Signer.Sign(Request, SchemeCase.Values with { Id = id }));

    [Fact]
    public void A_request_that_the_scheme_can_not_express_is_refused()
    {
        SchemeCase oort = SchemeCase.Of("oort");
        ArgumentException exception = Assert.Throws<ArgumentException>(() => oort.Sign(target: "/?a=1&a=2"));
        Assert.Contains("oort", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _theOne.Sign(target: "/a\nb"));
        Assert.Throws<ArgumentException>(() => _theOne.Sign(target: "/\uD800"));
        Assert.Throws<ArgumentException>(() => _theOne.Sign(method: ""));
        Assert.Throws<ArgumentException>(() => _theOne.Sign(method: "GET\n/admin"));
    }

    [Fact]
    public void The_signature_alone_needs_every_value_that_is_signed()
    {
        Assert.Throws<ArgumentException>(() => _theOne.Signer.Sign(Request, [], new SigningValues { Time = SchemeCase.Now }, new byte[128]));
        Assert.Throws<ArgumentException>(() => _oneRing.Signer.Sign(Request, [], new SigningValues { Time = SchemeCase.Now }, new byte[128]));
    }

    [Fact]
    public void Nothing_that_is_needed_may_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new RequestSigner(null!, _theOne.Ring));
        Assert.Throws<ArgumentNullException>(() => new RequestSigner(_theOne.Scheme, (KeyRing)null!));
        Assert.Throws<ArgumentNullException>(() => _theOne.Signer.Sign(null!));
        Assert.Throws<ArgumentNullException>(() => _theOne.Signer.Sign(null!, default, SchemeCase.Values));
        Assert.Throws<ArgumentNullException>(() => _theOne.Signer.Sign(null!, default, SchemeCase.Values, new byte[128]));
        Assert.Throws<ArgumentNullException>(() => _theOne.Signer.GetMessage(null!, default, SchemeCase.Values));
    }

    /// <summary>Whatever a caller hands over, from wherever it has it, no header gets a line break or another control character.</summary>
    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void Every_header_is_printable_ASCII_whatever_comes_in(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var values =
            from value in Gen.OneOf(Any.Unicode, Any.Printable, Any.Joined(5, "a", "\r\n", "\r", "\n", "\0", "\u0085", "\u2028", " ", ":", ","))
            from target in Any.Target
            select (Value: value, Target: target);
        Seeded.Holds(values, given =>
        {
            RawRequest? request = null;
            Exception? exception = Record.Exception(() => request = item.Sign(
                target: given.Target, values: new() { TimestampText = given.Value, Id = given.Value, Nonce = given.Value }));
            Assert.True(exception is null or ArgumentException, $"{exception}");
            Assert.All(request?.Headers ?? [], header => Assert.Matches("^[ -~]+$", header.Value));
        });
    }

    [Fact]
    public void A_value_with_the_separator_of_the_fields_in_it_is_not_signed()
    {
        var dated = new SchemeDefinition
        {
            Name = "dated",
            Message = "{timestamp}.{body}",
            Freshness = new FreshnessRule(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        };
        dated.Headers["X-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}");
        var token = new SchemeDefinition { Name = "token", Message = "" };
        token.Headers["X-Token"] = HeaderFormat.Fields("token={token}", ';');
        foreach (SignatureScheme scheme in (SignatureScheme[])[SignatureScheme.Compile(dated), SignatureScheme.Compile(token)])
        {
            var signer = new RequestSigner(scheme, HmacKey.Import(scheme.Algorithm, KeyFormat.Text, "a-secret-of-forty-characters;and-one-more"));
            Assert.Throws<ArgumentException>(() => signer.Sign(Request, SchemeCase.Values));
        }
    }
}
