using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// Issues and changes the HMAC credentials of one scheme, and gives verifiers their key rings.
/// </summary>
/// <remarks>
/// A key id is <c>hk_</c> and 16 random characters of <c>0-9 a-z</c> without i, l, o and u (80 bits). A secret has as
/// many random bytes as the algorithm's tag, written in the scheme's format; where that is text, as base64url, whose
/// characters are the key. Secrets are kept sealed, since HMAC needs them back: a hash wouldn't do.
/// </remarks>
public sealed class HmacCredentialIssuer : CredentialIssuer
{
    private readonly SignatureScheme _scheme;
    private readonly SecretProtector _protector;
    private readonly CredentialKeySource _keys;

    /// <summary>An issuer for one scheme.</summary>
    /// <param name="store">Where the credentials are kept.</param>
    /// <param name="scheme">The scheme, whose requests must carry a key id.</param>
    /// <param name="protector">Seals the secrets that are kept.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">The scheme has no key ids, or the prefix isn't as it should be.</exception>
    public HmacCredentialIssuer(CredentialStore store, SignatureScheme scheme, SecretProtector protector, HmacCredentialOptions? options = null)
        : this(store, scheme ?? throw new ArgumentNullException(nameof(scheme)), protector, options ?? new HmacCredentialOptions(), options?.Name ?? scheme.Name)
    {
    }

    private HmacCredentialIssuer(CredentialStore store, SignatureScheme scheme, SecretProtector protector, HmacCredentialOptions options, string name)
        : base(store, CredentialKind.Hmac, name, options.KeyIdPrefix, options.TimeProvider)
    {
        ArgumentNullException.ThrowIfNull(protector);
        if (!scheme.HasKeyId)
        {
            throw new ArgumentException($"Requests of scheme '{scheme.Name}' name no key, so there is one key for all: it can't be issued.", nameof(scheme));
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.MaxSecretAge ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(options));
        _scheme = scheme;
        _protector = protector;
        _keys = new CredentialKeySource(store, scheme, name, protector, options.TimeProvider, options.Logger, options.MaxSecretAge);
    }

    /// <summary>The key rings of the credentials, for a <see cref="RequestVerifier"/>. A change of a credential is seen as soon as the store gives it.</summary>
    public IKeySource Keys => _keys;

    /// <summary>Whether all secrets of a credential can be opened; true for credentials of others, which this issuer doesn't open.</summary>
    internal bool CanOpen(Credential credential) => !IsOwn(credential) || _keys.CanOpen(credential);

    /// <summary>Seals a credential's secrets again with the protector's current key, so that an older one can go. False if there is no such credential, or it was revoked.</summary>
    /// <param name="keyId">The key id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidOperationException">A secret can't be opened.</exception>
    public async ValueTask<bool> ResealAsync(string keyId, CancellationToken cancellationToken = default) =>
        await ChangeAsync(keyId, Resealed, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Changes whose a credential is and what it may, and seals its secrets for that: they are bound to owner, scopes, tier, canary and metadata, and
    /// don't open if somebody changes these in the store. False if there is no such credential, or it was revoked.
    /// </summary>
    /// <param name="keyId">The key id, which stays the same.</param>
    /// <param name="change">Makes the new identity from the one until now; called again if somebody else was faster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidOperationException">A secret can't be opened.</exception>
    /// <exception cref="ArgumentException">The new identity has another key id.</exception>
    public async ValueTask<bool> ChangeIdentityAsync(string keyId, Func<KeyIdentity, KeyIdentity> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        Credential? changed = await ChangeAsync(
            keyId,
            credential => change(credential.Identity) is { } identity && identity.KeyId == keyId
                ? Resealed(credential, identity)
                : throw new ArgumentException("A credential keeps its key id.", nameof(change)),
            cancellationToken).ConfigureAwait(false);
        return changed is not null;
    }

    private protected override string CreateSecret(string keyId)
    {
        Span<byte> random = stackalloc byte[TagText.MaxTagSize];
        random = random[..Math.Max(HmacKey.RecommendedSecretBytes, _scheme.Algorithm.TagSize)];
        RandomNumberGenerator.Fill(random);
        string secret = _scheme.SecretFormat.Encode(random);
        CryptographicOperations.ZeroMemory(random);
        return secret;
    }

    private protected override byte[] Protect(string secret, Credential credential)
    {
        byte[] text = Encoding.UTF8.GetBytes(secret);
        try
        {
            return BoundSecret.Seal(_protector, text, credential);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    // Its secrets are of no use to anybody any more but a thief.
    private protected override Credential Revoked(Credential credential, DateTimeOffset now) =>
        base.Revoked(credential, now) with { Secrets = [] };

    private Credential Resealed(Credential credential) => Resealed(credential, credential.Identity);

    private Credential Resealed(Credential credential, KeyIdentity identity)
    {
        Credential changed = credential with { Identity = identity };
        return changed with
        {
            Secrets = [.. credential.Secrets.Select(secret => new CredentialSecret(Reseal(secret, credential, changed), secret.Created, secret.AcceptedUntil))],
        };
    }

    private byte[] Reseal(CredentialSecret secret, Credential credential, Credential changed)
    {
        if (!BoundSecret.TryOpen(_protector, secret, credential, out byte[]? text))
        {
            throw new InvalidOperationException($"A secret of '{credential.KeyId}' can't be opened: its protection key isn't there, or it or its credential was changed.");
        }

        try
        {
            return BoundSecret.Seal(_protector, text, changed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
