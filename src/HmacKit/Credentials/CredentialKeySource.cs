using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// The key rings of one scheme's HMAC credentials. As long as the store gives the same object, the ring is the same
/// too, so that keys are opened and prepared once and not for each request.
/// </summary>
internal sealed class CredentialKeySource : IKeySource
{
    // A protection key that was missing may be there by now.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly CredentialStore _store;
    private readonly SignatureScheme _scheme;
    private readonly string _name;
    private readonly SecretProtector _protector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan? _maxSecretAge;
    private readonly ConditionalWeakTable<Credential, Opened> _opened = [];
    private readonly ConditionalWeakTable<Credential, Opened>.CreateValueCallback _open;

    public CredentialKeySource(CredentialStore store, SignatureScheme scheme, string name, SecretProtector protector, TimeProvider time, ILogger? logger, TimeSpan? maxSecretAge = null)
    {
        _time = time;
        _maxSecretAge = maxSecretAge;
        _store = store;
        _scheme = scheme;
        _name = name;
        _protector = protector;
        _logger = logger ?? NullLogger.Instance;
        _open = credential => Open(credential, isLogged: true);
    }

    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ValueTask<Credential?> found = _store.FindAsync(keyId, cancellationToken);
        return found.IsCompletedSuccessfully ? new(ToRing(found.Result)) : AwaitAsync(found);
    }

    private async ValueTask<KeyRing?> AwaitAsync(ValueTask<Credential?> found) => ToRing(await found.ConfigureAwait(false));

    /// <summary>Whether all secrets of a credential that this source would take can be opened.</summary>
    public bool CanOpen(Credential credential) => Open(credential, isLogged: false).Ring is not null;

    private KeyRing? ToRing(Credential? credential)
    {
        if (credential is not { Kind: CredentialKind.Hmac } || credential.Scheme != _name)
        {
            return null;
        }

        Opened opened = _opened.GetValue(credential, _open);
        if (opened.Ring is null && _time.GetElapsedTime(opened.TriedAt) >= RetryAfter)
        {
            opened = Open(credential, isLogged: false);
            _opened.AddOrUpdate(credential, opened);
        }

        return opened.Ring;
    }

    private Opened Open(Credential credential, bool isLogged)
    {
        KeyRing? ring = null;
        foreach (CredentialSecret secret in credential.Secrets)
        {
            DateTimeOffset? end = secret.AcceptedUntil < credential.Expires ? secret.AcceptedUntil : credential.Expires ?? secret.AcceptedUntil;
            DateTimeOffset? tooOld = secret.Created + _maxSecretAge;
            end = tooOld < end ? tooOld : end ?? tooOld;
            if (end <= credential.NotBefore)
            {
                continue;
            }

            if (Open(secret, credential) is not { } key)
            {
                // A ring without one of its keys would refuse its owner now and then; without all of them it is plain.
                if (isLogged)
                {
                    Log.SecretNotOpened(_logger, _name, credential.KeyId);
                }

                return new Opened(null, _time.GetTimestamp());
            }

            ring = ring is null
                ? new KeyRing(credential.KeyId, key, credential.NotBefore, end)
                : ring.WithAccepted(key, credential.NotBefore, end);
        }

        // A revoked credential has no secret left, but the log shouldn't say that its id has never been.
        ring ??= new KeyRing(credential.KeyId, HmacKey.Generate(_scheme.Algorithm)).Disable();
        bool isOff = credential.IsDisabled || credential.Revoked is not null;
        return new Opened((isOff ? ring.Disable() : ring).WithIdentity(credential.Identity), _time.GetTimestamp());
    }

    private HmacKey? Open(CredentialSecret secret, Credential credential)
    {
        if (!BoundSecret.TryOpen(_protector, secret, credential, out byte[]? bytes))
        {
            return null;
        }

        char[] text = GC.AllocateArray<char>(bytes.Length, pinned: true);
        try
        {
            int length = Encoding.UTF8.GetChars(bytes, text);
            string label = secret.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return HmacKey.Import(_scheme.Algorithm, _scheme.SecretFormat, text.AsSpan(0, length), label);
        }
        catch (ArgumentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            text.AsSpan().Clear();
        }
    }

    /// <summary>The ring, or null if its secrets couldn't be opened: that is remembered for a while, and logged once.</summary>
    private sealed record Opened(KeyRing? Ring, long TriedAt);
}
