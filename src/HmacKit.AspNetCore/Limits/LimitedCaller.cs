using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Whose tokens a request takes. Only what was verified counts: by an id that a request merely claims, a stranger could use
/// up somebody's tokens.
/// </summary>
internal readonly struct LimitedCaller
{
    // An identity lives as long as its key does, so the text is made once per key and not per request.
    private static readonly ConditionalWeakTable<object, KeyBucket> Buckets = [];

    private LimitedCaller(string bucket, string? tier, Gate? gate)
    {
        Bucket = bucket;
        Tier = tier;
        Api = gate?.Name;
        Answer = gate?.Answer;
    }

    /// <summary>The name of the caller's buckets.</summary>
    public string Bucket { get; }

    /// <summary>The name of the caller's tier; null if it has none.</summary>
    public string? Tier { get; }

    /// <summary>The name of the scheme, of the API keys or of the tokens that let the caller in; null if none did.</summary>
    public string? Api { get; }

    /// <summary>How the scheme that let the caller in answers; null if none did.</summary>
    public RefusalAnswer? Answer { get; }

    /// <summary>The caller that was verified before; else the address.</summary>
    public static LimitedCaller Of(HttpContext context, Callers callers)
    {
        if (callers.Signature is { Accepted.Ring: { } ring } signature)
        {
            return new(BucketOf(ring.Identity ?? (object)ring, signature.Gate!.Name, ring.Id), ring.Identity?.Tier, signature.Gate);
        }

        if (callers.ApiKey is { Accepted.Identity: { } identity } key)
        {
            return new(BucketOf(identity, key.Gate!.Name, identity.KeyId), identity.Tier, key.Gate);
        }

        if (callers.User is { Accepted: { } user } token)
        {
            return new(UserOf(user.Owner ?? user.KeyId), user.Tier, token.Gate);
        }

        // Somebody else's authentication may give the same claims.
        ClaimsPrincipal principal = context.User;
        return principal.FindFirst(HmacClaimTypes.Owner) is { } owner
            ? new(UserOf(owner.Value), principal.FindFirst(HmacClaimTypes.Tier)?.Value, gate: null)
            : ByAddress(context);
    }

    /// <summary>A caller whose key is known, whether or not it may pass.</summary>
    public static LimitedCaller OfKnown(KeyIdentity identity, Gate gate) => new(BucketOf(identity, gate.Name, identity.KeyId), identity.Tier, gate);

    /// <summary>The address that the connection comes from; of IPv6 the first 64 bits, which is what one customer has.</summary>
    public static LimitedCaller ByAddress(HttpContext context) => new(Name(context.Connection.RemoteIpAddress), tier: null, gate: null);

    internal static string Name(IPAddress? address)
    {
        if (address is null)
        {
            return "address unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return $"address {address}";
        }

        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return $"address {new IPAddress(bytes)}/64";
    }

    // A user may have many tokens and shares one budget between them.
    private static string UserOf(string owner) => $"user {owner}";

    private static string BucketOf(object key, string scheme, string keyId)
    {
        KeyBucket bucket = Buckets.TryGetValue(key, out KeyBucket? known) ? known : Buckets.GetValue(key, _ => new KeyBucket(scheme, NameOf(scheme, keyId)));

        // One key source may stand behind several schemes, and each has its own budget, whichever came first on this machine.
        return bucket.Scheme == scheme ? bucket.Name : NameOf(scheme, keyId);
    }

    private static string NameOf(string scheme, string keyId) => $"key {scheme} {keyId}";

    private sealed record KeyBucket(string Scheme, string Name);
}
