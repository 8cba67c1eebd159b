using FsCheck.Fluent;

namespace HmacKit.Tests.Signing;

/// <summary>What a signer signs, a verifier of the same scheme and key accepts, and the signature is the one that anybody computes by hand.</summary>
public class RoundTripTests
{
    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void Any_request_is_signed_and_verified(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var requests =
            from method in Any.Method
            from target in Any.Target
            from body in Any.Bytes(300)
            from id in Any.Token
            from nonce in Any.Token
            select (Method: method, Target: target, Body: body, Values: new SigningValues { Time = SchemeCase.Now, Id = id, Nonce = nonce });
        Seeded.Holds(requests, given =>
        {
            RawRequest request = item.Sign(given.Method, given.Target, given.Body, given.Values);
            Assert.Equal(VerificationStatus.Valid, item.Verify(request));
            byte[] message = NaiveMessage.Of(item.Scheme.Message, request, new(item.TimestampText, given.Values.Id!, given.Values.Nonce!, item.Ring.Id));
            Assert.Equal(message, item.Signer.GetMessage(request, given.Body, given.Values));
        }, tests: 100);
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public async Task What_the_signer_makes_up_itself_is_accepted_and_never_the_same_twice(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var clock = new ManualTimeProvider(SchemeCase.Now.AddMilliseconds(999));
        var signer = new RequestSigner(item.Scheme, item.Ring, clock);
        RequestVerifier verifier = item.Verifier(clock: clock);
        var seen = new HashSet<string>();
        for (int i = 0; i < 20; i++)
        {
            RawRequest request = item.Sign(values: default(SigningValues), signer: signer);
            VerificationResult result = await verifier.VerifyAsync(request);
            Assert.True(result.IsValid);
            if ((result.Nonce ?? result.Id) is { } made)
            {
                Assert.Matches("^[0-9a-f]{32}$", made);
                Assert.True(seen.Add(made));
            }
        }
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void The_signature_alone_is_the_one_in_the_header(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        byte[] signature = new byte[128];
        int length = item.Signer.Sign(request, request.Body.Span, SchemeCase.Values, signature);
        string text = System.Text.Encoding.ASCII.GetString(signature, 0, length);
        Assert.Equal(item.ExpectedSignature(request), text);
        Assert.Contains(text, request.Header(item.SignatureHeader), StringComparison.Ordinal);

        byte[] exact = new byte[length];
        Assert.Equal(length, item.Signer.Sign(request, request.Body.Span, SchemeCase.Values, exact));
        Assert.Equal(signature[..length], exact);
        Assert.Throws<ArgumentException>(() => item.Signer.Sign(request, request.Body.Span, SchemeCase.Values, new byte[length - 1]));
    }

    [Theory]
    [InlineData("/a?")]
    [InlineData("/%E?")]
    [InlineData("/?")]
    public void A_query_with_nothing_in_it_is_signed_as_none(string target)
    {
        SignatureScheme scheme = SchemeCatalog.LaravelPermanent;
        var key = new KeyRing(scheme.ImportKey("base64:" + Convert.ToBase64String(new byte[32])));
        var request = new RawRequest("GET", target, [], default, new PublicOrigin(new Uri("https://api.example.com")));
        Assert.True(scheme.Verify(new RequestSigner(scheme, key).Sign(request).ApplyTo(request), key, DateTimeOffset.UnixEpoch).IsValid);
    }

    [Fact]
    public void The_message_that_is_shown_is_the_one_that_is_signed()
    {
        SchemeCase item = SchemeCase.Of("theone");
        byte[] message = item.Signer.GetMessage(item.Sign(), SchemeCase.Body, SchemeCase.Values);
        Assert.Equal(
            "POST\n/v1/things?b=2&a=1\n1765972800000\nnonce-0001\n" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(SchemeCase.Body)),
            System.Text.Encoding.ASCII.GetString(message));
    }
}
