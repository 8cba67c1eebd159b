namespace HmacKit.Tests.MessageSignatures;

/// <summary>A request with several signatures is one request, whichever of them come with it.</summary>
public class SeveralLabelsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public async Task A_signature_taken_off_makes_no_new_request()
    {
        SignatureScheme one = new MessageSignatureDefinition { RequiresNonce = true, SecretFormat = KeyFormat.Text, AtLeast = ["@method", "@path"] }.Compile();
        SignatureScheme two = new MessageSignatureDefinition { RequiresNonce = true, SecretFormat = KeyFormat.Text, AtLeast = ["@method", "@path"], Label = "sig2" }.Compile();
        var first = new KeyRing("one", one.ImportKey(Secret));
        var second = new KeyRing("two", one.ImportKey(Secret + "x"));
        var clock = new Clock(Now);
        var request = new RawRequest("GET", "/a", []);
        RawRequest alone = new RequestSigner(two, second, clock).Sign(request).ApplyTo(request);
        RawRequest both = new RequestSigner(one, first, clock).Sign(alone).ApplyTo(alone);
        var verifier = new RequestVerifier(one, new MemoryKeySource(first, second), new() { TimeProvider = clock, ReplayStore = new MemoryReplayStore(new() { TimeProvider = clock }) });
        string swapped = string.Join(", ", both.GetHeader("Signature-Input").Value!.Split(", ").Reverse());
        var reordered = new RawRequest("GET", "/a", [new("Signature-Input", swapped), new("Signature", both.GetHeader("Signature").Value!)]);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(reordered)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(both)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(alone)).Status);
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Time { get; set; } = now;
        public override DateTimeOffset GetUtcNow() => Time;
    }
}
