namespace HmacKit;

/// <summary>Settings of an <see cref="ApiKeyVerifier"/>.</summary>
public sealed class ApiKeyVerifierOptions
{
    /// <summary>The default of <see cref="LastUseResolution"/>: 5 minutes.</summary>
    internal static readonly TimeSpan DefaultLastUseResolution = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="OldAfter"/>: 90 days.</summary>
    internal static readonly TimeSpan DefaultOldAfter = TimeSpan.FromDays(90);

    private readonly List<FixedApiKey> _fixedTestKeys = [];

    /// <summary>What keys begin with. The default is <c>osk_</c>.</summary>
    public string Prefix { get; set; } = ApiKey.DefaultPrefix;

    /// <summary>True to begin in canary-only mode; see <see cref="ApiKeyVerifier.CanaryOnly"/>. False by default.</summary>
    public bool CanaryOnly { get; set; }

    /// <summary>
    /// How precisely the last use of a key is known: it is written down once in that time, and not for each request.
    /// Zero for each request, null for never. The default is 5 minutes.
    /// </summary>
    public TimeSpan? LastUseResolution { get; set; } = DefaultLastUseResolution;

    /// <summary>
    /// The environments that a key may name behind the prefix, such as <c>live</c> and <c>test</c> for <c>osk_live_…</c> and
    /// <c>osk_test_…</c>; none by default. Which of them opens an endpoint is up to that: see <c>GateOptions.Environment</c> of HmacKit.AspNetCore.
    /// Keys without one are read as well.
    /// </summary>
    public IList<string> Environments { get; } = [];

    /// <summary>
    /// The age from which a use of a key is counted (<see cref="HmacKitTelemetry.OldKeyUsesName"/>) and a key shows in the health check <c>key-age</c>, since it
    /// should have been rotated; null for never. The default is 90 days.
    /// </summary>
    public TimeSpan? OldAfter { get; set; } = DefaultOldAfter;

    /// <summary>The age from which a secret isn't accepted any more (<see cref="ApiKeyStatus.Expired"/>) unless it is rotated before; null (the default) for none.</summary>
    public TimeSpan? MaxSecretAge { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal IReadOnlyList<FixedApiKey> FixedTestKeys => _fixedTestKeys;

    /// <summary>
    /// Accepts a fixed text as a key, such as a placeholder that a documentation prints: for tests and samples only,
    /// since everybody knows it. It is compared as a whole; how real keys are read doesn't change.
    /// </summary>
    /// <param name="text">1 to 256 printable ASCII characters without blanks, which must not be written like a real key.</param>
    /// <param name="identity">Who the key is taken for.</param>
    /// <exception cref="ArgumentException">The text has other characters, is written like a real key, or was added before.</exception>
    public void AddInsecureFixedTestKey(string text, KeyIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(identity);
        if (text.Length is 0 or > ApiKeyDigest.MaxTextLength || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"A fixed test key has 1 to {ApiKeyDigest.MaxTextLength} printable ASCII characters without blanks.", nameof(text));
        }

        if (ApiKey.TryParse(text, Prefix, out _))
        {
            throw new ArgumentException("This is written like a real key, which must not be fixed: issue one instead.", nameof(text));
        }

        ApiKeyDigest digest = ApiKeyDigest.Of(text);
        if (_fixedTestKeys.Exists(key => digest.Fits(key.Digest)))
        {
            throw new ArgumentException("This fixed test key was added before.", nameof(text));
        }

        _fixedTestKeys.Add(new FixedApiKey(digest, identity));
    }
}
