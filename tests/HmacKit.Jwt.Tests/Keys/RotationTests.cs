using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Keys;

public class RotationTests
{
    private const string OldHeader = """{"alg":"HS256","typ":"JWT","kid":"2026-01"}""";

    private readonly House _house = new();

    [Fact]
    public async Task A_token_of_the_old_key_is_accepted_until_the_overlap_ends()
    {
        string token = Forge.Token(House.Payload(("exp", House.At(7200))), OldHeader, Forge.OldSecret);

        UserTokenResult result = await _house.Validator.ValidateAsync(token);
        Assert.True(result.IsValid);
        Assert.Equal("2026-01", result.Key!.Key.Label);
        Assert.False(result.Key.IsPrimary);

        _house.Clock.AdjustTime(House.Start.AddHours(1).AddTicks(-1));
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(token));
        _house.Clock.AdjustTime(House.Start.AddHours(1));
        await _house.Refuses(UserTokenStatus.KeyExpired, token);
    }

    [Fact]
    public async Task A_key_answers_to_its_own_name_only()
    {
        await _house.Refuses(UserTokenStatus.SignatureMismatch, Forge.Token(House.Payload(), OldHeader, Forge.Secret));
        await _house.Refuses(UserTokenStatus.SignatureMismatch, Forge.Token(House.Payload(), Forge.Header, Forge.OldSecret));
    }

    [Fact]
    public async Task A_key_isnt_accepted_before_its_time()
    {
        KeyRing ring = _house.Ring.WithAccepted(House.Key(new byte[32], "2026-03"), notBefore: House.Start.AddMinutes(5));
        var validator = new UserTokenValidator(ring, House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        string token = Forge.Token(House.Payload(), """{"alg":"HS256","kid":"2026-03"}""", new byte[32]);

        Assert.Equal(UserTokenStatus.KeyExpired, (await validator.ValidateAsync(token)).Status);
        _house.Clock.AdjustTime(House.Start.AddMinutes(5));
        Assert.Equal(UserTokenStatus.Valid, (await validator.ValidateAsync(token)).Status);
    }

    [Fact]
    public async Task A_ring_that_is_switched_off_accepts_nothing()
    {
        var validator = new UserTokenValidator(_house.Ring.Disable(), House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        Assert.Equal(UserTokenStatus.KeyDisabled, (await validator.ValidateAsync(Forge.Token(House.Payload()))).Status);
    }

    [Fact]
    public async Task A_rotation_in_a_key_source_is_seen_at_once_by_issuer_and_validator()
    {
        var source = new MemoryKeySource(new KeyRing("users", House.Key(Forge.OldSecret, "2026-01")));
        var issuer = new UserTokenIssuer(source, "users", House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        var validator = new UserTokenValidator(source, "users", House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        UserToken before = await issuer.IssueAsync("ann");

        source.Set(House.NewRing());
        UserToken after = await issuer.IssueAsync("ann");

        Assert.Equal("2026-01", (await validator.ValidateAsync(before.Token)).Key!.Key.Label);
        Assert.Equal("2026-02", (await validator.ValidateAsync(after.Token)).Key!.Key.Label);
    }

    [Fact]
    public async Task A_ring_that_isnt_there_accepts_nothing()
    {
        var source = new MemoryKeySource(_house.Ring);
        var validator = new UserTokenValidator(source, "others", House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(Forge.Token(House.Payload()))).Status);
    }

    [Fact]
    public async Task Keys_of_a_source_that_are_not_for_tokens_are_passed_over()
    {
        byte[] shortSecret = Forge.Secret[..31];
        var ring = new KeyRing("users", House.Key(shortSecret, "short"))
            .WithAccepted(HmacKey.Import(HmacAlgorithm.Sha512, KeyFormat.Hex, Convert.ToHexString(Forge.Secret), "512"));
        var validator = new UserTokenValidator(new MemoryKeySource(ring), "users", House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });

        foreach ((string label, byte[] secret) in new[] { ("short", shortSecret), ("512", Forge.Secret) })
        {
            string token = Forge.Token(House.Payload(), $$"""{"alg":"HS256","kid":"{{label}}"}""", secret);
            Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(token)).Status);
        }
    }

    [Fact]
    public async Task A_token_without_a_key_id_is_refused_by_default()
    {
        var validator = new UserTokenValidator(new KeyRing(House.Key(Forge.Secret, "only")), House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(Forge.Token(House.Payload(), """{"alg":"HS256"}"""))).Status);
    }

    [Fact]
    public async Task A_token_without_a_key_id_is_accepted_if_the_options_say_so_and_the_ring_has_one_key()
    {
        var options = new UserTokenValidatorOptions { TimeProvider = _house.Clock, AcceptTokensWithoutKeyId = true };
        var validator = new UserTokenValidator(new KeyRing(House.Key(Forge.Secret, label: null)), House.Issuer, House.Audience, options);

        Assert.Equal(UserTokenStatus.Valid, (await validator.ValidateAsync(Forge.Token(House.Payload(), """{"alg":"HS256"}"""))).Status);
        Assert.Equal(UserTokenStatus.SignatureMismatch, (await validator.ValidateAsync(Forge.Token(House.Payload(), """{"alg":"HS256"}""", new byte[32]))).Status);
        Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(Forge.Token(House.Payload()))).Status);
    }

    [Fact]
    public async Task A_token_without_a_key_id_is_refused_if_the_ring_has_several_keys()
    {
        var options = new UserTokenValidatorOptions { TimeProvider = _house.Clock, AcceptTokensWithoutKeyId = true };
        var validator = new UserTokenValidator(House.NewRing(), House.Issuer, House.Audience, options);
        Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(Forge.Token(House.Payload(), """{"alg":"HS256"}"""))).Status);
    }
}
