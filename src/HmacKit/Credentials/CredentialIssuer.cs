using System.Buffers;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>The life of a credential: issued, rotated, switched off and on, revoked. The same for HMAC credentials and API keys.</summary>
public abstract class CredentialIssuer
{
    /// <summary>The most time for which an old secret may stay accepted after a rotation: 90 days.</summary>
    internal static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(90);

    /// <summary>The most characters of a prefix of key ids: 16.</summary>
    internal const int MaxPrefixLength = 16;

    // Base 32 in lower case, without i, l, o and u: told apart by the eye, and by whatever ignores case.
    internal const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The random part of a key id: 16 characters of 5 bits.</summary>
    internal const int IdRandomLength = 16;

    /// <summary>What a prefix must be, for messages.</summary>
    internal static readonly string PrefixForm =
        $"a prefix of key ids: 2 to {MaxPrefixLength} lower-case letters, digits and underscores, the first a letter and the last an underscore, such as 'abc_'";

    private const int MaxAttempts = 16;

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly CredentialKind _kind;
    private readonly string _scheme;
    private readonly string _prefix;

    private protected CredentialIssuer(CredentialStore store, CredentialKind kind, string scheme, string prefix, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!IsValidPrefix(prefix))
        {
            throw new ArgumentException($"'{prefix}' isn't {PrefixForm}.", nameof(prefix));
        }

        Store = store;
        Time = time ?? TimeProvider.System;
        _kind = kind;
        _scheme = scheme;
        _prefix = prefix;
    }

    /// <summary>Where the credentials are kept.</summary>
    public CredentialStore Store { get; }

    private protected TimeProvider Time { get; }

    private protected string Prefix => _prefix;

    /// <summary>Issues a credential with a new key id and a new secret.</summary>
    /// <param name="request">Whose it is and what it may.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The credential, and the secret for the only time.</returns>
    /// <exception cref="ArgumentException">A text of the request isn't as <see cref="KeyIdentity"/> wants it, or the credential would expire before it is valid.</exception>
    public async ValueTask<IssuedCredential> IssueAsync(CredentialRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        DateTimeOffset now = Time.GetUtcNow();
        if (request.Expires <= (request.NotBefore ?? now))
        {
            throw new ArgumentException("A credential expires after it starts to be accepted.", nameof(request));
        }

        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            string keyId = _prefix + RandomNumberGenerator.GetString(IdAlphabet, IdRandomLength);
            string text = CreateSecret(keyId);
            Credential credential = ToCredential(request, keyId, now);
            credential = credential with { Secrets = [new CredentialSecret(Protect(text, credential), now)] };
            if (await Store.TryAddAsync(credential, cancellationToken).ConfigureAwait(false))
            {
                return new IssuedCredential(credential, text);
            }
        }

        throw new InvalidOperationException($"The store refused {MaxAttempts} new key ids in a row, although they are random.");
    }

    /// <summary>Gives a credential a new secret; the one until now stays accepted for a while.</summary>
    /// <param name="keyId">The key id, which stays the same.</param>
    /// <param name="overlap">For how long: from zero (at once: the old one has leaked) to 90 days.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The new secret for the only time; null if there is no such credential, or it was revoked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">So many rotations overlap that there are 16 secrets still accepted.</exception>
    public async ValueTask<IssuedCredential?> RotateAsync(string keyId, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, MaxOverlap);
        if (await FindAsync(keyId, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        string text = CreateSecret(keyId);
        DateTimeOffset now = Time.GetUtcNow();
        Credential? rotated = await ChangeAsync(
            keyId, credential => Rotated(credential, new CredentialSecret(Protect(text, credential), now), now, overlap), cancellationToken).ConfigureAwait(false);
        return rotated is null ? null : new IssuedCredential(rotated, text);
    }

    /// <summary>Switches a credential off; false if there is none, or it was revoked.</summary>
    public async ValueTask<bool> DisableAsync(string keyId, CancellationToken cancellationToken = default) =>
        await ChangeAsync(keyId, static credential => credential with { IsDisabled = true }, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Switches a credential on again; false if there is none, or it was revoked.</summary>
    public async ValueTask<bool> EnableAsync(string keyId, CancellationToken cancellationToken = default) =>
        await ChangeAsync(keyId, static credential => credential with { IsDisabled = false }, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Switches a credential off for good; false if there is none, or it was revoked before.</summary>
    public async ValueTask<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default) =>
        await ChangeAsync(keyId, credential => Revoked(credential, Time.GetUtcNow()), cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The credential, if it is one of this issuer's; null if not.</summary>
    public async ValueTask<Credential?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        Credential? credential = await Store.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        return credential is not null && IsOwn(credential) ? credential : null;
    }

    internal static bool IsValidPrefix(ReadOnlySpan<char> prefix) =>
        prefix.Length is >= 2 and <= MaxPrefixLength
        && char.IsAsciiLetterLower(prefix[0])
        && prefix[^1] == '_'
        && !prefix.ContainsAnyExcept(PrefixCharacters);

    /// <summary>A new random secret as its owner is shown it.</summary>
    private protected abstract string CreateSecret(string keyId);

    /// <summary>The same in the form that is kept.</summary>
    private protected abstract byte[] Protect(string secret, Credential credential);

    private protected virtual Credential Revoked(Credential credential, DateTimeOffset now) => credential with { Revoked = now };

    /// <summary>Whether a credential of the store is this issuer's: of its kind, and of its scheme.</summary>
    public bool IsOwn(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Kind == _kind && credential.Scheme == _scheme;
    }

    /// <summary>Changes a credential that isn't revoked, again from the start whenever somebody else was faster.</summary>
    private protected async ValueTask<Credential?> ChangeAsync(string keyId, Func<Credential, Credential> change, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            Credential? current = await FindAsync(keyId, cancellationToken).ConfigureAwait(false);
            if (current is null or { Revoked: not null })
            {
                return null;
            }

            Credential changed = change(current) with { Version = current.Version + 1 };
            if (await Store.TryUpdateAsync(changed, cancellationToken).ConfigureAwait(false))
            {
                return changed;
            }
        }

        throw new InvalidOperationException($"Credential '{keyId}' was changed by others {MaxAttempts} times in a row.");
    }

    private static Credential Rotated(Credential credential, CredentialSecret newest, DateTimeOffset now, TimeSpan overlap)
    {
        CredentialSecret[] older = [credential.Secrets[0].EndingAt(now + overlap), .. credential.Secrets.Skip(1)];
        CredentialSecret[] secrets = [newest, .. older.Where(secret => !secret.IsOver(now))];
        return secrets.Length <= Credential.MaxSecrets
            ? credential with { Secrets = secrets }
            : throw new InvalidOperationException($"{Credential.MaxSecrets} secrets of '{credential.KeyId}' are still accepted. Wait for one to end, or revoke the credential.");
    }

    private Credential ToCredential(CredentialRequest request, string keyId, DateTimeOffset now) => new()
    {
        Kind = _kind,
        Scheme = _scheme,
        Identity = new KeyIdentity
        {
            KeyId = keyId,
            Owner = request.Owner,
            Name = request.Name,
            Scopes = request.Scopes,
            Tier = request.Tier,
            IsCanary = request.IsCanary,
            Metadata = request.Metadata,
        },
        Description = request.Description,
        Created = now,
        NotBefore = request.NotBefore,
        Expires = request.Expires,
        Secrets = [],
    };
}
