using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Schemes;

/// <summary>A scheme in code: four steps of its own, all else as for every scheme.</summary>
public class SchemeCodeTests
{
    private const string Secret = "a secret of thirty-two bytes, ok";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly KeyRing Keys = new("alice", HmacKey.FromText(Secret));

    private static SignatureScheme Items { get; } = SignatureScheme.Compile(new()
    {
        Name = "items",
        Message = "{json:/items/0/text}",
        Json = { ["/items/0/mac"] = HeaderFormat.Text("{signature:base64}") },
        Code = new ItemsCode(),
    });

    private static SignatureScheme Labels { get; } = LabelsCode.Scheme(SignatureDemand.Any);

    private static SignatureScheme SecondMac { get; } = SignatureScheme.Compile(new()
    {
        Name = "second-mac",
        Message = "{timestamp}{method}{target}{body}",
        Headers =
        {
            ["Key"] = HeaderFormat.Text("{keyid}"),
            ["Time"] = HeaderFormat.Text("{timestamp}"),
            ["Sign"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["passphrase"] = SchemeValue.Secret() },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(5)),
        AmbiguousBecause = "a test",
        Code = new SecondMacCode(),
    }).With("passphrase", "open sesame");

    [Fact]
    public void Items_of_one_request_are_signed_one_by_one_and_all_must_be_right()
    {
        RawRequest signed = Sign(Items, Post("""{"items":[{"text":"one"},{"text":"two"},{"text":"three"}]}"""));
        Assert.Contains("\"text\":\"two\",\"mac\":\"", Encoding.UTF8.GetString(signed.Body.Span), StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Items.Verify(signed, new KeyRing(Keys.Primary), Now).Status);
        foreach (string text in (string[])["one", "two", "three"])
        {
            string changed = Encoding.UTF8.GetString(signed.Body.Span).Replace(text, "own", StringComparison.Ordinal);
            Assert.Equal(VerificationStatus.SignatureMismatch, Items.Verify(Post(changed), new KeyRing(Keys.Primary), Now).Status);
        }
    }

    [Theory]
    [InlineData("""{"items":[]}""", VerificationStatus.MissingHeader)]
    [InlineData("""{"items":[{"text":"one"}]}""", VerificationStatus.MissingHeader)]
    [InlineData("""{"items":[{"text":"one","mac":"AA=="}]}""", VerificationStatus.MalformedHeader)]
    [InlineData("[", VerificationStatus.MissingHeader)]
    public async Task What_the_code_does_not_find_has_a_status(string body, VerificationStatus status)
    {
        Assert.Equal(status, Items.Verify(Post(body), new KeyRing(Keys.Primary), Now).Status);
        Assert.Equal(status, (await new RequestVerifier(Items, Keys.Primary).VerifyAsync(Post(body))).Status);
    }

    [Fact]
    public async Task More_signatures_than_the_limit_are_refused()
    {
        byte[] tag = HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), "one"u8);
        string item = $$"""{"text":"one","mac":"{{Convert.ToBase64String(tag)}}"}""";
        foreach ((int count, VerificationStatus status) in ((int, VerificationStatus)[])[(SchemeCode.MaxSignatures, VerificationStatus.Valid), (SchemeCode.MaxSignatures + 1, VerificationStatus.MalformedHeader)])
        {
            RawRequest request = Post($$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, count))}}]}""");
            Assert.Equal(status, Items.Verify(request, new KeyRing(Keys.Primary), Now).Status);
            Assert.Equal(status, (await new RequestVerifier(Items, Keys.Primary).VerifyAsync(request)).Status);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_its_signatures_are_counted()
    {
        var verifier = new RequestVerifier(Items, Keys.Primary, new VerifierOptions { MaxBodyBytes = 12 });
        Assert.Equal(VerificationStatus.BodyTooLarge, (await verifier.VerifyAsync(Post("""{"items":[] }"""))).Status);
        Assert.Equal(VerificationStatus.MissingHeader, (await verifier.VerifyAsync(Post("""{"items":[]}"""))).Status);
    }

    [Fact]
    public async Task One_of_several_labels_is_enough_and_is_remembered()
    {
        string own = Sign(Labels, Get()).GetHeader("Signed").Value!;
        var verifier = new RequestVerifier(Labels, new MemoryKeySource(Keys), Options());
        RawRequest both = Get(("Signed", $"bob;1700000000;{new string('0', 64)} {own}"));
        VerificationResult result = await verifier.VerifyAsync(both);
        Assert.Equal((VerificationStatus.Valid, "alice"), (result.Status, result.KeyId));
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(Get(("Signed", own)))).Status);
        Assert.Equal(VerificationStatus.Valid, Labels.Verify(both, Keys, Now).Status);
    }

    [Theory]
    [InlineData("bob;1700000000;{0} alice;1700000000;{0}", VerificationStatus.SignatureMismatch)]
    [InlineData("alice;1700000000;{0} bob;1700000000;{0}", VerificationStatus.SignatureMismatch)]
    [InlineData("alice;1600000000;{0} bob;1700000000;{0}", VerificationStatus.UnknownKey)]
    [InlineData("alice;1600000000;{0} alice", VerificationStatus.TimestampTooOld)]
    [InlineData("alice;1700000000", VerificationStatus.MalformedHeader)]
    public async Task Of_several_refusals_the_one_that_came_furthest_is_told(string header, VerificationStatus status)
    {
        RawRequest request = Get(("Signed", header.Replace("{0}", new string('0', 64), StringComparison.Ordinal)));
        Assert.Equal(status, (await new RequestVerifier(Labels, new MemoryKeySource(Keys), Options()).VerifyAsync(request)).Status);
    }

    [Theory]
    [InlineData("Sign")]
    [InlineData("Passphrase")]
    [InlineData("Time")]
    public void A_second_mac_must_be_right_too(string header)
    {
        RawRequest signed = Sign(SecondMac, Post("{}"));
        Assert.Equal(VerificationStatus.Valid, SecondMac.Verify(signed, Keys, Now).Status);
        IEnumerable<KeyValuePair<string, string>> changed = signed.Headers.Select(pair => pair.Key == header ? new(pair.Key, Other(pair.Value)) : pair);
        Assert.Equal(VerificationStatus.SignatureMismatch, SecondMac.Verify(new RawRequest("POST", "/hook", changed, signed.Body), Keys, Now).Status);
        Assert.Equal(
            VerificationStatus.SignatureMismatch,
            SecondMac.With("passphrase", "open barley").Verify(signed, Keys, Now).Status);

        static string Other(string value) => value.Length == 13 ? "1700000000001" : Convert.ToBase64String(new byte[32]);
    }

    [Fact]
    public void A_key_is_derived_in_code()
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "derived-in-code",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{signature:hex}") },
            Code = new ReversedKey(),
        });
        RawRequest signed = Sign(scheme, Post("hello"), new KeyRing(Keys.Primary));
        byte[] reversed = Encoding.ASCII.GetBytes([.. Secret.Reverse()]);
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(reversed, "hello"u8)), signed.GetHeader("Sign").Value);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, new KeyRing(Keys.Primary), Now).Status);
    }

    [Fact]
    public void Code_does_not_sign_with_all_keys_and_has_a_mac()
    {
        SchemeDefinitionException all = Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(new()
        {
            Name = "all",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.List("v1,{signature:hex}") },
            SignsWithAllKeys = true,
            Code = new ReversedKey(),
        }));
        Assert.Contains(all.Faults, static fault => fault.ToString().StartsWith("Code", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_the_definition_does_not_have_is_a_mistake_of_the_code()
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "unknown-name",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{signature:hex}") },
            Code = new UnknownName(),
        });
        ArgumentException exception = Assert.Throws<ArgumentException>(() => scheme.Verify(Post(""), new KeyRing(Keys.Primary), Now));
        Assert.Contains("SchemeDefinition.Values", exception.Message, StringComparison.Ordinal);
    }

    private static VerifierOptions Options() => new() { TimeProvider = new ManualTimeProvider(Now), ReplayStore = new MemoryReplayStore(new() { TimeProvider = new ManualTimeProvider(Now) }) };

    private static RawRequest Post(string body) => new("POST", "/hook", [], Encoding.UTF8.GetBytes(body));

    private static RawRequest Get(params (string Name, string Value)[] headers) =>
        new("GET", "/hook?a=1", headers.Select(static header => KeyValuePair.Create(header.Name, header.Value)));

    private static RawRequest Sign(SignatureScheme scheme, RawRequest request, KeyRing? keys = null) =>
        new RequestSigner(scheme, keys ?? (scheme.HasKeyId ? Keys : new KeyRing(Keys.Primary)), new ManualTimeProvider(Now)).Sign(request).ApplyTo(request);

    /// <summary>Like Adyen's notifications: each item of the body has its own signature.</summary>
    private sealed class ItemsCode : SchemeCode
    {
        public override bool ReadsBody => true;

        protected override int CountSignatures(in ClaimInput input)
        {
            int count = 0;
            while (count <= MaxSignatures && input.Find(CarrierKind.Json, $"/items/{count}/text", out _) == ClaimOutcome.Found)
            {
                count++;
            }

            return count;
        }

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Json, $"/items/{input.SignatureIndex}/mac", out string text);
            return outcome != ClaimOutcome.Found ? outcome
                : claim.TrySetSignature(text, TagEncoding.Base64) ? ClaimOutcome.Found
                : ClaimOutcome.Malformed;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer) =>
            input.TryWrite(CarrierKind.Json, $"/items/{input.SignatureIndex}/text", ref writer);

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            for (int i = 0; i < signatures.Count; i++)
            {
                draft.Set(CarrierKind.Json, $"/items/{i}/mac", signatures.ToText(i, TagEncoding.Base64));
            }
        }
    }

    /// <summary>Like KuCoin: the passphrase is signed by itself.</summary>
    private sealed class SecondMacCode : SchemeCode
    {
        protected override int CountSignatures(in ClaimInput input) => 2;

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            if (input.SignatureIndex == 0)
            {
                return base.Read(input, claim);
            }

            bool isRead = input.Find(CarrierKind.Header, "Passphrase", out string text) == ClaimOutcome.Found
                && input.Find(CarrierKind.Header, "Key", out string key) == ClaimOutcome.Found
                && input.Find(CarrierKind.Header, "Time", out string time) == ClaimOutcome.Found
                && claim.TrySet("keyid", key) && claim.TrySet("timestamp", time) && claim.TrySetSignature(text, TagEncoding.Base64);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer) =>
            input.SignatureIndex == 0 ? base.TryWriteMessage(input, ref writer) : writer.TryWriteUtf8(input.GetValue("passphrase"));

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            base.Write(input, signatures, draft);
            if (signatures.Count > 0)
            {
                draft.Set(CarrierKind.Header, "Passphrase", signatures.ToText(1, TagEncoding.Base64));
            }
        }
    }

    private sealed class ReversedKey : SchemeCode
    {
        public override bool DerivesKey => true;

        protected override bool TryDeriveKey(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key)
        {
            Span<byte> copy = key.GetSpan(secret.Length)[..secret.Length];
            secret.CopyTo(copy);
            copy.Reverse();
            key.Advance(secret.Length);
            return true;
        }
    }

    private sealed class UnknownName : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) => claim.TrySet("nothing", "x") ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }
}
