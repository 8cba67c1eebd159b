namespace HmacKit.Tests.Verification;

/// <summary>Where a header holds several signatures, any of them may match, and the others make no difference.</summary>
public class SeveralSignaturesTests
{
    private static readonly string Junk = new('0', 64);

    public static TheoryData<string, string, string> Headers => new()
    {
        { "stripe", "t=1765972800,v1=GOOD,v1=JUNK", "valid" },
        { "stripe", "t=1765972800,v1=JUNK,v1=GOOD", "valid" },
        { "stripe", "v1=JUNK,t=1765972800,v1=JUNK,v1=GOOD,v0=JUNK", "valid" },
        { "stripe", "t=1765972800,v1=JUNK,v0=GOOD", "mismatch" },
        { "stripe", "t=1765972800,v0=GOOD", "malformed" },
        { "stripe", "t=1765972800,v1=JUNK,v1=JUNK", "mismatch" },
        { "stripe", "t=1765972800,v1=broken,v1=GOOD", "valid" },
        { "stripe", "t=1765972800,v1=GOOD,v1=broken", "valid" },
        { "stripe", "t=1765972800,v1=,v1=GOOD", "valid" },
        { "stripe", "t=1765972800,v1=broken,v1=JUNK", "mismatch" },
        { "stripe", "t=1765972800,v1=broken,v1=", "malformed" },
        { "stripe", "t=1765972800,t=1765972800,v1=GOOD", "malformed" },
        { "paddle", "ts=1765972800;h1=JUNK;h1=GOOD", "valid" },
        { "paddle", "h1=GOOD;h2=JUNK;ts=1765972800", "valid" },
        { "paddle", "ts=1765972800,h1=GOOD", "malformed" },
        { "pagerduty", "v1=JUNK,v1=GOOD", "valid" },
        { "pagerduty", "v0=JUNK, v1=GOOD", "valid" },
        { "pagerduty", "v1=JUNK", "mismatch" },
        { "pagerduty", "v2=GOOD", "malformed" },
        { "standard-webhooks", "v1,GOOD", "valid" },
        { "standard-webhooks", "v1a,AAAA v1,GOOD", "valid" },
        { "standard-webhooks", "v1a,GOOD v2,GOOD", "malformed" },
        { "standard-webhooks", "v1,AAAA v1,GOOD", "valid" },
        { "standard-webhooks", "v1,GOOD,v1,GOOD", "malformed" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Any_good_signature_counts_and_none_of_another_kind(string name, string header, string expected)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        string value = header.Replace("GOOD", item.ExpectedSignature(request), StringComparison.Ordinal).Replace("JUNK", Junk, StringComparison.Ordinal);
        Assert.Equal(
            expected switch
            {
                "valid" => VerificationStatus.Valid,
                "mismatch" => VerificationStatus.SignatureMismatch,
                _ => VerificationStatus.MalformedHeader,
            },
            item.Verify(request.WithHeader(item.SignatureHeader, value)));
    }

    [Theory]
    [InlineData(15, VerificationStatus.Valid)]
    [InlineData(16, VerificationStatus.MalformedHeader)]
    public void The_sixteenth_signature_counts_and_a_seventeenth_is_one_too_many(int junk, VerificationStatus expected)
    {
        foreach (string name in new[] { "stripe", "paddle", "pagerduty" })
        {
            SchemeCase item = SchemeCase.Of(name);
            RawRequest request = item.Sign();
            string good = item.ExpectedSignature(request);
            foreach (bool isLast in new[] { true, false })
            {
                string item1 = name == "paddle" ? "h1=" : "v1=";
                string separator = name == "paddle" ? ";" : ",";
                string before = string.Concat(Enumerable.Repeat(item1 + Junk + separator, junk));
                string after = string.Concat(Enumerable.Repeat(separator + item1 + Junk, junk));
                Assert.Equal(expected, item.Verify(request.WithHeader(item.SignatureHeader, value =>
                    isLast ? before + value : value + after)));
            }
        }
    }

    [Fact]
    public void Either_of_two_keys_may_have_made_the_signature_that_matches()
    {
        SchemeCase item = SchemeCase.Of("stripe");
        HmacKey fresh = HmacKey.Generate();
        KeyRing rotated = item.Ring.Rotate(fresh, SchemeCase.Now.AddDays(1));
        RawRequest both = item.Sign().WithHeader(
            "Stripe-Signature", value => value + ",v1=" + item.Sign(signer: new RequestSigner(item.Scheme, fresh)).Header("Stripe-Signature").Split("v1=")[1]);
        Assert.Equal(VerificationStatus.Valid, item.Verify(both));
        Assert.Equal(VerificationStatus.Valid, item.Verify(both, ring: new KeyRing(fresh)));
        Assert.True(item.Scheme.Verify(both, rotated, SchemeCase.Now).Key!.IsPrimary);
    }

    /// <summary>What is remembered is the signature that was proven, not the first one that is written there.</summary>
    [Fact]
    public async Task A_replay_by_signature_is_noticed_whatever_is_written_beside_it()
    {
        SchemeCase item = SchemeCase.Of("own-list");
        var store = new RecordingReplayStore();
        RequestVerifier verifier = item.Verifier(store);
        RawRequest request = item.Sign();
        string junk = "v1=" + new string('A', 64);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(request)).Status);
        Func<string, string>[] disguises =
        [
            value => value,
            value => $"{junk};{value}",
            value => $"{value};{junk}",
            value => $"{value};{value}",
            value => $"v1=broken;{value}",
            value => $"v0=other;{junk};{junk}; {value} ;{junk}",
            value => string.Concat(Enumerable.Repeat(junk + ";", 15)) + value,
        ];
        foreach (Func<string, string> disguise in disguises)
        {
            Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(request.WithHeader("X-Signatures", disguise))).Status);
        }

        Assert.Single(store.Claims.Select(RecordingReplayStore.Bytes).Distinct());
    }
}
