using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HmacKit.Testing;

namespace HmacKit.Tests.Schemes;

/// <summary>A scheme in code whose requests have several signatures, which must usually all be right: who the sender is, and what is remembered.</summary>
public class AllSignaturesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private static SignatureScheme Signers { get; } = LabelsCode.Scheme(SignatureDemand.All);

    [Fact]
    public async Task Signatures_of_two_keys_have_no_one_sender()
    {
        RequestVerifier verifier = Verifier();
        Assert.Equal(VerificationStatus.MalformedHeader, (await verifier.VerifyAsync(Request(Signed("alice", 0), Signed("bob", 0)))).Status);
        Assert.Equal(VerificationStatus.MalformedHeader, (await verifier.VerifyAsync(Request(Signed("bob", 1), Signed("alice", 1)))).Status);
        VerificationResult result = await verifier.VerifyAsync(Request(Signed("alice", 2), Signed("alice", 3)));
        Assert.Equal((VerificationStatus.Valid, "alice"), (result.Status, result.KeyId));
    }

    [Fact]
    public async Task The_first_signature_is_the_one_that_is_remembered()
    {
        RequestVerifier verifier = Verifier();
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Request(Signed("alice", 0), Signed("alice", 1)))).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(Request(Signed("alice", 0), Signed("alice", 2)))).Status);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Request(Signed("alice", 1), Signed("alice", 0)))).Status);
    }

    [Fact]
    public void The_first_signature_is_the_one_whose_time_is_told()
    {
        var keys = new KeyRing("alice", HmacKey.FromText(Secret("alice")));
        RawRequest request = Request(Signed("alice", 0), Signed("alice", 1), Signed("alice", 2));
        Assert.Equal(Now, Signers.Verify(request, keys, Now).SignedAt);
        Assert.Equal(Now, LabelsCode.Scheme(SignatureDemand.Any).Verify(request, keys, Now).SignedAt);
    }

    [Fact]
    public async Task A_request_that_is_refused_for_one_of_them_uses_nothing_up()
    {
        RequestVerifier verifier = Verifier();
        string junk = $"alice;{Now.ToUnixTimeSeconds()};{new string('0', 64)}";
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(Request(Signed("alice", 0), junk))).Status);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Request(Signed("alice", 0)))).Status);
    }

    /// <summary>Where one of them is enough, a copy with another right one in front is no other request.</summary>
    [Fact]
    public async Task A_signature_that_was_used_stays_used_behind_a_new_one()
    {
        RequestVerifier verifier = Verifier(LabelsCode.Scheme(SignatureDemand.Any));
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Request(Signed("alice", 0)))).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(Request(Signed("alice", 1), Signed("alice", 0)))).Status);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Request(Signed("alice", 2), Signed("bob", 3)))).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(Request(Signed("bob", 3)))).Status);
    }

    private static RequestVerifier Verifier(SignatureScheme? scheme = null) => new(
        scheme ?? Signers,
        new MemoryKeySource(new KeyRing("alice", HmacKey.FromText(Secret("alice"))), new KeyRing("bob", HmacKey.FromText(Secret("bob")))),
        new VerifierOptions { TimeProvider = new ManualTimeProvider(Now), ReplayStore = new MemoryReplayStore(new() { TimeProvider = new ManualTimeProvider(Now) }) });

    private static string Secret(string name) => $"the secret of {name}, long enough for anyone";

    private static RawRequest Request(params string[] signatures) => new("GET", "/things", [new("Signed", string.Join(' ', signatures))]);

    private static string Signed(string name, int seconds)
    {
        string time = (Now.ToUnixTimeSeconds() - seconds).ToString(CultureInfo.InvariantCulture);
        return $"{name};{time};{Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret(name)), Encoding.UTF8.GetBytes($"GET /things {name} {time}")))}";
    }
}
