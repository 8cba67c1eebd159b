using HmacKit.Tests.Registration;
using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.ApiKeys;

public class FixedTestKeyTests
{
    private const string Placeholder = "osk_your_secret_here";

    private static readonly KeyIdentity Somebody = new() { KeyId = "osk_test", Scopes = ["read:rings"], Tier = "pro" };

    [Fact]
    public async Task A_placeholder_is_refused_unless_it_is_registered()
    {
        Assert.Equal(ApiKeyStatus.Malformed, (await new ApiKeyVerifier(new MemoryCredentialStore()).VerifyAsync("Bearer " + Placeholder)).Status);
        ApiKeyResult result = await Verifier(Placeholder).VerifyAsync("Bearer " + Placeholder, "read:rings");
        Assert.True(result.IsValid);
        Assert.Same(Somebody, result.Identity);
        Assert.Null(result.OldSecretEnds);
    }

    [Theory]
    [InlineData("osk_your_secret_her")]
    [InlineData("osk_your_secret_here ")]
    [InlineData("OSK_YOUR_SECRET_HERE")]
    [InlineData("osk_your_secret_h\u00EBre")]
    [InlineData("")]
    public async Task It_is_compared_to_the_letter(string text) =>
        Assert.False((await Verifier(Placeholder).VerifyAsync("Bearer " + text)).IsValid);

    [Fact]
    public async Task Scopes_and_canary_mode_hold_for_it_too()
    {
        ApiKeyVerifier verifier = Verifier(Placeholder);
        Assert.Equal(ApiKeyStatus.InsufficientScope, (await verifier.VerifyAsync(Placeholder, "write")).Status);
        verifier.CanaryOnly = true;
        Assert.Equal(ApiKeyStatus.CanaryOnly, (await verifier.VerifyAsync(Placeholder)).Status);
    }

    [Fact]
    public async Task Real_keys_are_read_as_strictly_as_ever_beside_it()
    {
        var store = new MemoryCredentialStore();
        IssuedCredential issued = await new ApiKeyIssuer(store).IssueAsync(new());
        var options = new ApiKeyVerifierOptions();
        options.AddInsecureFixedTestKey(Placeholder, Somebody);
        var verifier = new ApiKeyVerifier(store, options);
        Assert.True((await verifier.VerifyAsync(issued.SecretShownOnce)).IsValid);
        Assert.Equal(ApiKeyStatus.Malformed, (await verifier.VerifyAsync(issued.SecretShownOnce[..^1] + "!")).Status);
        Assert.Equal(ApiKeyStatus.SecretMismatch, (await verifier.VerifyAsync(ApiKey.Create(issued.KeyId))).Status);
    }

    [Fact]
    public void A_text_that_is_written_like_a_real_key_or_cannot_be_in_a_header_is_refused()
    {
        var options = new ApiKeyVerifierOptions();
        foreach (string text in new[] { "", "two words", "line\n", "\u00FC", new string('x', 257), ApiKey.Create("osk_0123456789abcdef") })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => options.AddInsecureFixedTestKey(text, Somebody));
            Assert.True(text.Length == 0 || !exception.Message.Contains(text, StringComparison.Ordinal));
        }

        options.AddInsecureFixedTestKey(Placeholder, Somebody);
        Assert.Throws<ArgumentException>(() => options.AddInsecureFixedTestKey(Placeholder, Somebody));
    }

    [Fact]
    public void That_fixed_keys_are_accepted_is_a_warning_in_the_log()
    {
        var log = new CapturedLog();
        var options = new ApiKeyVerifierOptions();
        options.AddInsecureFixedTestKey(Placeholder, Somebody);
        _ = new ApiKeyVerifier(new MemoryCredentialStore(), options, log.For<ApiKeyVerifier>());
        LogEntry entry = Assert.Single(log.Entries);
        Assert.Equal((LogLevel.Warning, 1201), (entry.Level, entry.EventId));
        Assert.DoesNotContain(Placeholder, entry.ToString(), StringComparison.Ordinal);
    }

    private static ApiKeyVerifier Verifier(params string[] texts)
    {
        var options = new ApiKeyVerifierOptions();
        foreach (string text in texts)
        {
            options.AddInsecureFixedTestKey(text, Somebody);
        }

        return new ApiKeyVerifier(new MemoryCredentialStore(), options);
    }
}
