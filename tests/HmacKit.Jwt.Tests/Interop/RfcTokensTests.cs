using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Interop;

/// <summary>
/// The HS256 tokens of the RFCs. None of them is a user token (one has no audience, the other no claims at all), so
/// neither can be valid; but the claims of a token are looked at only once its signature was right.
/// </summary>
public class RfcTokensTests
{
    // RFC 7515 appendix A.1, with the key of A.1.1
    private const string A1 =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private const string A1Key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    // RFC 7520 section 4.4, with the key of figure 5; its payload is prose
    private const string Cookbook =
        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9"
        + ".SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
        + ".s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";

    private const string CookbookKey = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";
    private const string CookbookKeyId = "018c0ae5-4d9b-471b-bfd6-eef314bc7037";

    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_300_819_000));

    [Fact]
    public async Task The_signature_of_RFC_7515_A1_is_right_but_it_has_too_few_claims()
    {
        UserTokenResult result = await Validator(A1Key, label: null).ValidateAsync(A1);
        Assert.Equal(UserTokenStatus.MissingClaim, result.Status);
        Assert.NotNull(result.Key);
    }

    [Fact]
    public async Task The_signature_of_RFC_7520_section_4_4_is_right_but_its_payload_is_prose()
    {
        UserTokenResult result = await Validator(CookbookKey, CookbookKeyId).ValidateAsync(Cookbook);
        Assert.Equal(UserTokenStatus.Malformed, result.Status);
        Assert.Equal(CookbookKeyId, result.Key!.Key.Label);
    }

    [Fact]
    public async Task With_one_character_changed_neither_is_right()
    {
        UserTokenValidator a1 = Validator(A1Key, label: null);
        UserTokenValidator cookbook = Validator(CookbookKey, CookbookKeyId);

        Assert.Equal(UserTokenStatus.SignatureMismatch, (await a1.ValidateAsync(A1.Replace(".dBj", ".eBj"))).Status);
        Assert.Equal(UserTokenStatus.SignatureMismatch, (await a1.ValidateAsync(A1.Replace(".eyJpc3", ".eyJpc4"))).Status);
        Assert.Equal(UserTokenStatus.SignatureMismatch, (await cookbook.ValidateAsync(Cookbook.Replace(".s0h", ".t0h"))).Status);
        Assert.Equal(UserTokenStatus.SignatureMismatch, (await Validator(CookbookKey, label: null).ValidateAsync(A1)).Status);
    }

    private UserTokenValidator Validator(string key, string? label)
    {
        HmacKey imported = HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Base64Url, key, label);
        return new UserTokenValidator(new KeyRing(imported), "joe", "anybody", new() { TimeProvider = _clock, AcceptTokensWithoutKeyId = label is null });
    }
}
