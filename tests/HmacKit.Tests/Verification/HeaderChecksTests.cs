namespace HmacKit.Tests.Verification;

/// <summary>Each header that a scheme needs is there exactly once, not too long, and agrees with the others.</summary>
public class HeaderChecksTests
{
    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_request_without_one_of_its_headers_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        Assert.Equal(VerificationStatus.Valid, item.Verify(request));
        foreach (SchemeCarrier header in item.Scheme.Headers)
        {
            Assert.Equal(VerificationStatus.MissingHeader, item.Verify(request.WithoutHeader(header.Name)));
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithHeader(header.Name, "")));
        }

        Assert.Equal(VerificationStatus.MissingHeader, item.Verify(new RawRequest("POST", "/", [])));
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_header_that_occurs_twice_is_refused_even_with_the_same_value(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        foreach (SchemeCarrier header in item.Scheme.Headers)
        {
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeaderTwice(header.Name)));
        }
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void Header_names_are_found_in_any_case(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        Assert.Equal(VerificationStatus.Valid, item.Verify(request.WithHeaders(
            request.Headers.Select(header => new KeyValuePair<string, string>(header.Key.ToUpperInvariant(), header.Value)))));
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_value_with_anything_but_printable_ASCII_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        foreach (SchemeCarrier header in item.Scheme.Headers)
        {
            foreach (string extra in new[] { "\t", "\r\n", "\0", "\u007F", "\u0080", "\u00FC", "\uFF11", "\uD800" })
            {
                RawRequest request = item.Sign();
                Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithHeader(header.Name, value => value + extra)));
                Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithHeader(header.Name, value => extra + value)));
            }
        }
    }

    [Fact]
    public void A_header_has_at_most_4096_characters()
    {
        SchemeCase item = SchemeCase.Of("stripe");
        string Padded(string value, int length) => value + ",x=" + new string('x', length - value.Length - 3);
        Assert.Equal(4096, HeaderGrammar.MaxHeaderLength);
        Assert.Equal(VerificationStatus.Valid, item.Verify(item.Sign().WithHeader("Stripe-Signature", value => Padded(value, 4096))));
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader("Stripe-Signature", value => Padded(value, 4097))));
    }

    [Fact]
    public void A_target_has_at_most_16384_characters()
    {
        SchemeCase item = SchemeCase.Of("theone");
        Assert.Equal(16_384, MessagePlan.MaxTargetLength);
        Assert.Equal(VerificationStatus.Valid, item.Verify(item.Sign(target: "/" + new string('a', 16_383))));
        Assert.Equal(VerificationStatus.MalformedRequestLine, item.Verify(item.Sign(target: "/" + new string('a', 16_384))));
    }

    [Fact]
    public void A_key_id_has_at_most_256_characters()
    {
        SchemeCase item = SchemeCase.Of("theone");
        var ring = new KeyRing(new string('k', 256), item.Key);
        RawRequest request = item.Sign(signer: new RequestSigner(item.Scheme, ring));
        Assert.Equal(VerificationStatus.Valid, item.Verify(request, ring: ring));
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithHeader("X-API-KEY", new string('k', 257)), ring: ring));
    }

    [Theory]
    [InlineData("X-Webhook-Timestamp", "1765972801")]
    [InlineData("X-Webhook-Timestamp", "1765972800 ")]
    [InlineData("X-Webhook-Event-ID", "evt_0002")]
    [InlineData("X-Webhook-Event-ID", "EVT_0001")]
    public void Headers_that_disagree_are_refused(string header, string value)
    {
        SchemeCase item = SchemeCase.Of("onering");
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader(header, value)));
    }

    /// <summary>The signature of these is right: it is the layout that can't hold the value.</summary>
    [Theory]
    [InlineData("onering", "a.b")]
    [InlineData("standard-webhooks", "a.b")]
    [InlineData("svix", ".")]
    [InlineData("own-list", "a|b")]
    public void An_id_that_contains_the_delimiter_is_refused_although_it_is_signed(string name, string id)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        byte[] message = NaiveMessage.Of(item.Scheme.Message, request, new(item.TimestampText, id, "", ""));
        byte[] tag = NaiveMessage.Tag(item.Scheme.Algorithm, item.Secret, message);
        RawRequest forged = request.WithHeaders(request.Headers.Select(header => new KeyValuePair<string, string>(
            header.Key,
            header.Value
                .Replace("evt_0001", id, StringComparison.Ordinal)
                .Replace(item.ExpectedSignature(request), Encoded(tag, item.ExpectedSignature(request)), StringComparison.Ordinal))));
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(forged));
    }

    [Theory]
    [InlineData("theone", "X-API-SIGN")]
    [InlineData("github", "X-Hub-Signature-256")]
    [InlineData("stripe", "Stripe-Signature")]
    public void An_upper_case_signature_is_refused(string name, string header)
    {
        SchemeCase item = SchemeCase.Of(name);
        string signature = item.ExpectedSignature(item.Sign());
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader(
            header, value => value.Replace(signature, signature.ToUpperInvariant(), StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("sha1=")]
    [InlineData("sha512=")]
    [InlineData("SHA256=")]
    [InlineData("")]
    [InlineData("sha256=sha256=")]
    public void A_header_that_names_another_algorithm_is_refused_and_never_obeyed(string prefix)
    {
        SchemeCase item = SchemeCase.Of("github");
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader(
            item.SignatureHeader, value => value.Replace("sha256=", prefix, StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_truncated_signature_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        string signature = item.ExpectedSignature(item.Sign());
        for (int length = 0; length < signature.Length; length += 4)
        {
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader(
                item.SignatureHeader, value => value.Replace(signature, signature[..length], StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void A_query_that_the_scheme_can_not_express_is_refused()
    {
        SchemeCase item = SchemeCase.Of("oort");
        RawRequest request = item.Sign(target: "/?a=1");
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithTarget("/?a=1&a=1")));
        Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(request.WithTarget("/?a=%FF")));
        Assert.Equal(VerificationStatus.Valid, item.Verify(request.WithTarget("/other?%61=1")));
    }

    private static string Encoded(byte[] tag, string like) => like.Length == 2 * tag.Length ? Convert.ToHexStringLower(tag)
        : like.Length % 4 == 0 && like.EndsWith('=') ? Convert.ToBase64String(tag)
        : Convert.ToBase64String(tag).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
