using System.Security.Cryptography;
using System.Text;

namespace Providers.OsayCore;

/// <summary>A user's way through a provider: where it began, and where it must end.</summary>
internal sealed class PendingSignIn(OsayCoreApp app, string provider, string redirectUri, DateTimeOffset expires)
{
    public OsayCoreApp App { get; } = app;

    public string Provider { get; } = provider;

    public string RedirectUri { get; } = redirectUri;

    public DateTimeOffset Expires { get; } = expires;

    /// <summary>The hash of the secret that the browser has in its cookie, once one has opened the page.</summary>
    public string? Browser { get; set; }

    /// <summary>What the provider's code stands for, once the user has agreed.</summary>
    public (string Code, string Email)? Grant { get; set; }
}

/// <summary>
/// The sign-ins under way, by their state: a secret of 256 bits that is good once, for ten minutes, for one provider and in
/// the one browser that opened it. A stranger can't finish a sign-in that somebody else began, nor make somebody finish theirs.
/// </summary>
internal sealed class PendingSignIns(TimeProvider time)
{
    public const int Capacity = 10_000;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, PendingSignIn> _byState = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The state of a new sign-in; null while there are too many.</summary>
    public string? Start(OsayCoreApp app, string provider, string redirectUri)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_byState.Count >= Capacity)
            {
                foreach (string old in _byState.Where(pair => pair.Value.Expires <= now).Select(pair => pair.Key).ToArray())
                {
                    _byState.Remove(old);
                }
            }

            if (_byState.Count >= Capacity)
            {
                return null;
            }

            string state = NewSecret();
            _byState.Add(state, new PendingSignIn(app, provider, redirectUri, now + Lifetime));
            return state;
        }
    }

    /// <summary>Ties a sign-in to the first browser that opens it; the secret for its cookie and where it will end, or null if there is no such sign-in for it.</summary>
    public (string Browser, string RedirectUri)? Open(string state, string provider, string? browser)
    {
        lock (_lock)
        {
            if (Find(state, provider) is not { } signIn)
            {
                return null;
            }

            if (signIn.Browser is null)
            {
                browser = NewSecret();
                signIn.Browser = Hash(browser);
            }

            return browser is not null && signIn.Browser == Hash(browser) ? (browser, signIn.RedirectUri) : null;
        }
    }

    /// <summary>The provider's side: the code for a user who agreed; null if this isn't that user's sign-in.</summary>
    public string? Agree(string state, string provider, string? browser, string email)
    {
        lock (_lock)
        {
            if (browser is null || Find(state, provider) is not { } signIn || signIn.Browser != Hash(browser))
            {
                return null;
            }

            string code = NewSecret();
            signIn.Grant = (code, email);
            return code;
        }
    }

    /// <summary>The end: gives the sign-in out once, to the browser that began it.</summary>
    public PendingSignIn? Take(string state, string provider, string? browser)
    {
        lock (_lock)
        {
            if (browser is null || Find(state, provider) is not { } signIn || signIn.Browser != Hash(browser))
            {
                return null;
            }

            _byState.Remove(state);
            return signIn;
        }
    }

    private PendingSignIn? Find(string state, string provider) =>
        _byState.TryGetValue(state, out PendingSignIn? signIn) && signIn.Provider == provider && signIn.Expires > time.GetUtcNow() ? signIn : null;

    private static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    // What is compared is a hash, so how long that takes says nothing about the secret.
    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
