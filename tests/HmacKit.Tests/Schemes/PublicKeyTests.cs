using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Schemes;

/// <summary>Another algorithm than HMAC: the plan, the window and the statuses are the same.</summary>
public class PublicKeyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly ECDsa Pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static SignatureScheme Plain { get; } = SignatureScheme.Compile(new()
    {
        Name = "ecdsa-list",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Time"] = HeaderFormat.Text("{timestamp}"),
            ["Sign"] = HeaderFormat.List("v1a,{signature:base64}"),
        },
        SecretFormat = KeyFormat.Base64,
        PublicKey = new P256(64, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
    });

    private static SignatureScheme Der { get; } = SignatureScheme.Compile(new()
    {
        Name = "ecdsa-der",
        Message = "{body}",
        Headers = { ["Sign"] = HeaderFormat.Text("{signature:base64}") },
        SecretFormat = KeyFormat.Base64,
        PublicKey = new P256(72, DSASignatureFormat.Rfc3279DerSequence),
        Code = new DerCode(),
    });

    [Fact]
    public async Task A_request_that_the_private_key_signs_is_valid_under_the_public_one()
    {
        RawRequest signed = Sign(Plain, new RawRequest("POST", "/", [], "hello"u8.ToArray()));
        var verifier = new RequestVerifier(Plain, Public(Plain), new VerifierOptions { TimeProvider = new ManualTimeProvider(Now) });
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(signed)).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(new RawRequest("POST", "/", signed.Headers, "hullo"u8.ToArray()))).Status);
        Assert.Equal(
            VerificationStatus.SignatureMismatch,
            Plain.Verify(signed, new KeyRing(Plain.ImportKey(PublicText(ECDsa.Create(ECCurve.NamedCurves.nistP256)))), Now).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, Plain.Verify(signed, new KeyRing(Public(Plain)), Now.AddHours(1)).Status);
    }

    [Fact]
    public void Any_of_several_signatures_may_match()
    {
        RawRequest signed = Sign(Plain, new RawRequest("POST", "/", [], "hello"u8.ToArray()));
        string junk = $"v1,AAAA v1a,{Convert.ToBase64String(new byte[64])} ";
        var both = new RawRequest("POST", "/", [new("Time", signed.GetHeader("Time").Value!), new("Sign", junk + signed.GetHeader("Sign").Value)], signed.Body);
        Assert.Equal(VerificationStatus.Valid, Plain.Verify(both, new KeyRing(Public(Plain)), Now).Status);
    }

    /// <summary>A body over 16 KiB isn't copied behind what is signed before it, and the algorithm needs both in one piece.</summary>
    [Theory]
    [InlineData("{timestamp}.{body}")]
    [InlineData("{body}.{timestamp}")]
    [InlineData("{timestamp}.{body}.{timestamp}")]
    public void A_large_body_is_signed_with_what_comes_before_and_behind_it(string message)
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "large",
            Message = message,
            Headers = { ["Time"] = HeaderFormat.Text("{timestamp}"), ["Sign"] = HeaderFormat.Text("{signature:base64}") },
            PublicKey = new P256(64, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
            SecretFormat = KeyFormat.Base64,
        });
        string body = new('x', 20_000);
        Assert.Equal(VerificationStatus.Valid, Verify(message.Replace("{timestamp}", "1700000000", StringComparison.Ordinal).Replace("{body}", body, StringComparison.Ordinal)));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(message.Replace("{timestamp}", "1700000000", StringComparison.Ordinal).Replace("{body}", body[1..] + "y", StringComparison.Ordinal)));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(message.Replace("{timestamp}", "1700000001", StringComparison.Ordinal).Replace("{body}", body, StringComparison.Ordinal)));

        VerificationStatus Verify(string signed)
        {
            string signature = Convert.ToBase64String(Pair.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
            return scheme.Verify(new RawRequest("POST", "/", [new("Time", "1700000000"), new("Sign", signature)], Encoding.ASCII.GetBytes(body)), new KeyRing(Public(scheme)), Now).Status;
        }
    }

    [Fact]
    public void Signatures_of_any_size_are_read_and_written_in_code()
    {
        RawRequest signed = Sign(Der, new RawRequest("POST", "/", [], "hello"u8.ToArray()));
        Assert.True(Pair.VerifyData("hello"u8, Convert.FromBase64String(signed.GetHeader("Sign").Value!), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(VerificationStatus.Valid, Der.Verify(signed, new KeyRing(Public(Der)), Now).Status);
        foreach (string bad in (string[])["", "AAAA", "!", Convert.ToBase64String(new byte[72]), Convert.ToBase64String(new byte[73])])
        {
            Assert.NotEqual(VerificationStatus.Valid, Der.Verify(new RawRequest("POST", "/", [new("Sign", bad)], "hello"u8.ToArray()), new KeyRing(Public(Der)), Now).Status);
        }
    }

    [Fact]
    public void Bytes_that_are_no_key_match_nothing_and_sign_nothing()
    {
        RawRequest signed = Sign(Der, new RawRequest("POST", "/", [], "hello"u8.ToArray()));
        HmacKey none = Der.ImportKey(Convert.ToBase64String(new byte[32]));
        Assert.Equal(VerificationStatus.SignatureMismatch, Der.Verify(signed, new KeyRing(none), Now).Status);
        Assert.Throws<ArgumentException>(() => new RequestSigner(Der, none).Sign(signed));
    }

    [Theory]
    [InlineData("too long for a carrier")]
    [InlineData("remembered by its signature")]
    [InlineData("derived")]
    public void What_a_pair_of_keys_cannot_do_is_a_fault(string what)
    {
        var definition = new SchemeDefinition
        {
            Name = "faulty",
            Message = "{timestamp}.{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{timestamp};{signature:base64}") },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
            PublicKey = new P256(what.StartsWith("too", StringComparison.Ordinal) ? 72 : 64, DSASignatureFormat.Rfc3279DerSequence),
            Replay = what.StartsWith("remembered", StringComparison.Ordinal) ? ReplayRule.BySignature : ReplayRule.None,
            KeyDerivation = what == "derived" ? KeyDerivation.FromSecret.Sha256() : null,
        };
        Assert.Single(Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(definition)).Faults);
    }

    private static RawRequest Sign(SignatureScheme scheme, RawRequest request) =>
        new RequestSigner(scheme, scheme.ImportKey(Convert.ToBase64String(Pair.ExportPkcs8PrivateKey())), new ManualTimeProvider(Now)).Sign(request).ApplyTo(request);

    private static HmacKey Public(SignatureScheme scheme) => scheme.ImportKey(PublicText(Pair));

    private static string PublicText(ECDsa pair) => Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo());

    private sealed class P256(int size, DSASignatureFormat format) : PublicKeyAlgorithm<ECDsa>
    {
        public override string Name => "ECDSA P-256";

        public override int MaxSignatureSize => size;

        protected override ECDsa? Import(ReadOnlySpan<byte> key)
        {
            ECDsa pair = ECDsa.Create();
            foreach (bool isPrivate in (bool[])[true, false])
            {
                try
                {
                    if (isPrivate)
                    {
                        pair.ImportPkcs8PrivateKey(key, out _);
                    }
                    else
                    {
                        pair.ImportSubjectPublicKeyInfo(key, out _);
                    }

                    return pair;
                }
                catch (CryptographicException)
                {
                }
            }

            return null;
        }

        protected override bool Verify(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
            key.VerifyData(message, signature, HashAlgorithmName.SHA256, format);

        protected override byte[] Sign(ECDsa key, ReadOnlySpan<byte> message) => key.SignData(message, HashAlgorithmName.SHA256, format);
    }

    private sealed class DerCode : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Header, "Sign", out string text);
            return outcome != ClaimOutcome.Found ? outcome
                : claim.TrySetSignature(text, TagEncoding.Base64) ? ClaimOutcome.Found
                : ClaimOutcome.Malformed;
        }

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            if (signatures.Count > 0)
            {
                draft.Set(CarrierKind.Header, "Sign", signatures.ToText(0, TagEncoding.Base64));
            }
        }
    }
}
