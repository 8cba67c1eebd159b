using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// Verifies API keys as requests carry them: <c>Authorization: Bearer osk_…</c> or <c>X-API-Key: osk_…</c>. Whatever
/// the header holds, the answer is a status and nothing is thrown. Safe to share between threads; make one for the
/// whole program.
/// </summary>
public sealed class ApiKeyVerifier
{
    private const string BearerPrefix = "Bearer ";

    // What an unknown id is compared with, so that it costs what a known one does. Nobody has a text for it.
    private static readonly ApiKeyDigest Nobody = ApiKeyDigest.Of("");

    private readonly CredentialStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile Settings _settings;
    private volatile bool _canaryOnly;

    /// <summary>A verifier.</summary>
    /// <param name="store">Where the keys' hashes are. Put a <see cref="CachedCredentialStore"/> in front of a database.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where a failing store is logged, and that fixed test keys are accepted; nowhere by default.</param>
    /// <exception cref="ArgumentException">The prefix isn't as it should be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The resolution of the last use is negative.</exception>
    public ApiKeyVerifier(CredentialStore store, ApiKeyVerifierOptions? options = null, ILogger<ApiKeyVerifier>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new ApiKeyVerifierOptions();
        _store = store;
        _settings = Settings.Of(options);
        _time = options.TimeProvider;
        _canaryOnly = options.CanaryOnly;
        _logger = logger ?? NullLogger<ApiKeyVerifier>.Instance;
        WarnOfFixedTestKeys();
    }

    /// <summary>True while only keys with <see cref="KeyIdentity.IsCanary"/> are let in. It may be changed at any time.</summary>
    public bool CanaryOnly
    {
        get => _canaryOnly;
        set => _canaryOnly = value;
    }

    /// <summary>Takes other settings from now on; all but whether it is in canary-only mode, and its clock. If it throws, nothing has changed.</summary>
    internal void Replace(ApiKeyVerifierOptions options)
    {
        _settings = Settings.Of(options);
        WarnOfFixedTestKeys();
    }

    /// <summary>Verifies the key in a header.</summary>
    /// <param name="headerValue">The value of the <c>Authorization</c> or <c>X-API-Key</c> header; empty if there is none. A request with several values must be refused before.</param>
    /// <param name="requiredScope">The scope that the key must have; null if any key will do.</param>
    /// <param name="cancellationToken">Ends the look-up; only that throws.</param>
    public ValueTask<ApiKeyResult> VerifyAsync(
        ReadOnlySpan<char> headerValue, string? requiredScope = null, CancellationToken cancellationToken = default)
    {
        if (headerValue.IsEmpty)
        {
            return new(new ApiKeyResult(ApiKeyStatus.Missing));
        }

        // RFC 6750 section 2.1; the name of an authentication scheme ignores case (RFC 9110 section 11.1).
        ReadOnlySpan<char> text = headerValue.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? headerValue[BearerPrefix.Length..]
            : headerValue;
        foreach (string prefix in _settings.Prefixes)
        {
            if (ApiKey.TryParse(text, prefix, out ApiKey key))
            {
                return VerifyAsync(key.KeyId.ToString(), ApiKeyDigest.Of(text), requiredScope, cancellationToken);
            }
        }

        return new(FindFixed(text) is { } identity ? Permit(identity, null, requiredScope) : new ApiKeyResult(ApiKeyStatus.Malformed));
    }

    private async ValueTask<ApiKeyResult> VerifyAsync(string keyId, ApiKeyDigest digest, string? requiredScope, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Credential? credential;
        try
        {
            credential = await _store.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            Log.ApiKeyStoreFailed(_logger, exception);
            return new ApiKeyResult(ApiKeyStatus.StoreUnavailable);
        }

        if (credential is not { Kind: CredentialKind.ApiKey })
        {
            _ = digest.Fits(Nobody);
            return new ApiKeyResult(ApiKeyStatus.UnknownKey);
        }

        if (FindSecret(credential, digest, now) is not { } secret)
        {
            return new ApiKeyResult(ApiKeyStatus.SecretMismatch);
        }

        if (StatusOf(credential, now) is var status and not ApiKeyStatus.Valid)
        {
            return new ApiKeyResult(status, credential.Identity, secret.AcceptedUntil);
        }

        if (secret.IsOlderThan(_settings.MaxSecretAge, now))
        {
            return new ApiKeyResult(ApiKeyStatus.Expired, credential.Identity, secret.AcceptedUntil);
        }

        if (secret.IsOlderThan(_settings.OldAfter, now))
        {
            EngineMetrics.OldKeyUsed();
        }

        ApiKeyResult result = Permit(credential.Identity, secret.AcceptedUntil, requiredScope);
        if (_settings.LastUseResolution is { } resolution && credential.TryClaimUse(now, resolution))
        {
            await RecordUseAsync(keyId, now, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private static CredentialSecret? FindSecret(Credential credential, in ApiKeyDigest digest, DateTimeOffset now)
    {
        CredentialSecret? found = null;
        for (int i = 0; i < credential.Secrets.Count; i++)
        {
            CredentialSecret secret = credential.Secrets[i];
            if (digest.Fits(secret.Value.Span) && !secret.IsOver(now))
            {
                found = secret;
            }
        }

        return found;
    }

    private static ApiKeyStatus StatusOf(Credential credential, DateTimeOffset now) => credential.StatusAt(now) switch
    {
        CredentialStatus.Active => ApiKeyStatus.Valid,
        CredentialStatus.NotYetValid => ApiKeyStatus.NotYetValid,
        CredentialStatus.Expired => ApiKeyStatus.Expired,
        CredentialStatus.Disabled => ApiKeyStatus.Disabled,
        _ => ApiKeyStatus.Revoked,
    };

    private ApiKeyResult Permit(KeyIdentity identity, DateTimeOffset? oldSecretEnds, string? requiredScope)
    {
        ApiKeyStatus status =
            _canaryOnly && !identity.IsCanary ? ApiKeyStatus.CanaryOnly
            : requiredScope is not null && !identity.HasScope(requiredScope) ? ApiKeyStatus.InsufficientScope
            : ApiKeyStatus.Valid;
        return new ApiKeyResult(status, identity, oldSecretEnds);
    }

    private KeyIdentity? FindFixed(ReadOnlySpan<char> text)
    {
        if (_settings.FixedTestKeys.Length == 0 || text.Length is 0 or > ApiKeyDigest.MaxTextLength || text.ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        ApiKeyDigest digest = ApiKeyDigest.Of(text);
        KeyIdentity? found = null;
        foreach (FixedApiKey key in _settings.FixedTestKeys)
        {
            found = digest.Fits(key.Digest) ? key.Identity : found;
        }

        return found;
    }

    private async ValueTask RecordUseAsync(string keyId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await _store.RecordUseAsync(keyId, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The key was right; that its use isn't known is no reason to refuse it.
            Log.ApiKeyUseNotRecorded(_logger, exception, keyId);
        }
    }

    private void WarnOfFixedTestKeys()
    {
        if (_settings.FixedTestKeys.Length > 0)
        {
            Log.FixedTestKeysAccepted(_logger, _settings.FixedTestKeys.Length);
        }
    }

    /// <summary>The settings that may be replaced while keys are being verified.</summary>
    private sealed record Settings(string[] Prefixes, FixedApiKey[] FixedTestKeys, TimeSpan? LastUseResolution, TimeSpan? OldAfter, TimeSpan? MaxSecretAge)
    {
        public static Settings Of(ApiKeyVerifierOptions options)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.LastUseResolution ?? TimeSpan.Zero, TimeSpan.Zero, nameof(options.LastUseResolution));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.OldAfter ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(options.OldAfter));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.MaxSecretAge ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(options.MaxSecretAge));
            return CredentialIssuer.IsValidPrefix(options.Prefix)
                ? new(
                    [options.Prefix, .. options.Environments.Select(environment => ApiKeyIssuer.PrefixOf(options.Prefix, environment))],
                    [.. options.FixedTestKeys],
                    options.LastUseResolution,
                    options.OldAfter,
                    options.MaxSecretAge)
                : throw new ArgumentException($"'{options.Prefix}' isn't {CredentialIssuer.PrefixForm}.", nameof(options));
        }
    }
}
