namespace HmacKit.Tests.Signing;

/// <summary>Sending while a secret is rotated: where the header has room for several signatures, each active key signs.</summary>
public class RotationTests
{
    private static readonly DateTimeOffset End = SchemeCase.Now.AddHours(1);

    public static TheoryData<string> Several => SchemeCase.NamesOf(scheme => scheme.SignsWithAllKeys);

    public static TheoryData<string> OneOnly => SchemeCase.NamesOf(scheme => !scheme.SignsWithAllKeys);

    [Fact]
    public void The_schemes_whose_vendors_document_several_signatures_sign_with_all_keys() => Assert.Equal(
        ["anthropic", "autumn", "bigcommerce", "brex", "bridge-api", "clerk", "contentstack", "dodo-payments", "finch", "lithic", "liveblocks", "openai", "paddle", "pagerduty", "polar", "replicate", "resend", "revolut", "shipbob", "standard-webhooks", "stripe", "svix", "tailscale", "whop"],
        SchemeCatalog.All.Where(scheme => scheme.SignsWithAllKeys).Select(scheme => scheme.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Several))]
    public void Receivers_with_any_active_key_accept_the_request(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        HmacKey second = HmacKey.Generate(item.Scheme.Algorithm);
        HmacKey third = HmacKey.Generate(item.Scheme.Algorithm);
        KeyRing ring = item.Ring.Rotate(second, End).Rotate(third, End);
        RawRequest request = item.Sign(signer: new RequestSigner(item.Scheme, ring));
        Assert.All([item.Key, second, third], key => Assert.Equal(VerificationStatus.Valid, item.Verify(request, ring: new KeyRing(ring.Id, key))));
        Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request, ring: new KeyRing(ring.Id, HmacKey.Generate(item.Scheme.Algorithm))));
    }

    [Theory]
    [MemberData(nameof(OneOnly))]
    public void Other_schemes_send_the_primary_key_s_signature_alone(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var rotated = new RequestSigner(item.Scheme, new KeyRing(item.Ring.Id, HmacKey.Generate(item.Scheme.Algorithm)).Rotate(item.Key, End));
        Assert.Equal(item.Sign().Headers, item.Sign(signer: rotated).Headers);
    }

    /// <summary>The grammar of each vendor's documentation; NEW and OLD stand for the signatures.</summary>
    [Theory]
    [InlineData("stripe", "t=1765972800,v1=NEW,v1=OLD")]
    [InlineData("paddle", "ts=1765972800;h1=NEW;h1=OLD")]
    [InlineData("standard-webhooks", "v1,NEW v1,OLD")]
    [InlineData("svix", "v1,NEW v1,OLD")]
    [InlineData("pagerduty", "v1=NEW,v1=OLD")]
    public void The_new_key_s_signature_comes_first_and_the_oldest_one_s_last(string name, string expected)
    {
        SchemeCase old = SchemeCase.Of(name);
        HmacKey fresh = HmacKey.Generate();
        int start = expected.IndexOf("NEW", StringComparison.Ordinal);
        Assert.Equal(
            expected.Replace("NEW", Header(new KeyRing(fresh))[start..], StringComparison.Ordinal)
                .Replace("OLD", Header(old.Ring)[start..], StringComparison.Ordinal),
            Header(old.Ring.Rotate(fresh, End)));

        string Header(KeyRing ring) => old.Sign(signer: new RequestSigner(old.Scheme, ring))
            .Headers.Single(header => header.Key == old.SignatureHeader).Value;
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void A_key_stops_signing_at_the_moment_at_which_it_expires(int seconds, bool signs)
    {
        SchemeCase stripe = SchemeCase.Of("stripe");
        var signer = new RequestSigner(stripe.Scheme, stripe.Ring.Rotate(HmacKey.Generate(), End));
        DateTimeOffset time = End.AddSeconds(seconds);
        RawRequest request = stripe.Sign(values: new SigningValues { Time = time }, signer: signer);
        Assert.Equal(signs ? VerificationStatus.Valid : VerificationStatus.SignatureMismatch, stripe.Verify(request, now: time));
    }

    [Fact]
    public void A_key_that_is_not_accepted_yet_or_is_for_another_algorithm_does_not_sign()
    {
        SchemeCase stripe = SchemeCase.Of("stripe");
        KeyRing ring = stripe.Ring
            .WithAccepted(HmacKey.Generate(), notBefore: SchemeCase.Now.AddSeconds(1))
            .WithAccepted(HmacKey.Generate(HmacAlgorithm.Sha512));
        Assert.Equal(stripe.Sign().Headers, stripe.Sign(signer: new RequestSigner(stripe.Scheme, ring)).Headers);
    }

    [Fact]
    public void A_full_ring_s_signatures_are_all_read()
    {
        SchemeCase svix = SchemeCase.Of("svix");
        KeyRing ring = svix.Ring;
        while (ring.Entries.Count < KeyRing.MaxKeys)
        {
            ring = ring.Rotate(HmacKey.Generate(), End);
        }

        RawRequest request = svix.Sign(signer: new RequestSigner(svix.Scheme, ring));
        Assert.All(ring.Entries, entry => Assert.Equal(VerificationStatus.Valid, svix.Verify(request, ring: new KeyRing(entry.Key))));
    }

    [Fact]
    public void The_signature_alone_is_the_primary_key_s()
    {
        SchemeCase stripe = SchemeCase.Of("stripe");
        HmacKey fresh = HmacKey.Generate();
        var request = new RawRequest("POST", "/", [], SchemeCase.Body);
        byte[] one = new byte[128];
        byte[] two = new byte[128];
        int length = new RequestSigner(stripe.Scheme, fresh).Sign(request, request.Body.Span, SchemeCase.Values, one);
        Assert.Equal(length, new RequestSigner(stripe.Scheme, stripe.Ring.Rotate(fresh, End)).Sign(request, request.Body.Span, SchemeCase.Values, two));
        Assert.Equal(one, two);
    }
}
