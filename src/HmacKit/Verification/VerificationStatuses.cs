using System.Collections.Frozen;

namespace HmacKit;

/// <summary>The statuses in words, once for logs, metrics, vectors, the command line and the docs.</summary>
public static class VerificationStatuses
{
    // In the order of the enum; a test holds the two together.
    private static readonly (string Name, string Advice)[] Table =
    [
        ("not_verified", "Nothing was verified."),
        ("valid", "Nothing is wrong: the request is valid."),
        ("missing_header", "A header that the scheme needs isn't there: check the scheme, and whether a proxy drops headers."),
        ("malformed_header", "A header isn't written as the scheme says, occurs twice, or disagrees with another one."),
        ("malformed_request_line", "The method isn't in upper case, or the target isn't a path with its query: it is absolute, holds a #, or has over 16 KiB."),
        ("timestamp_too_old", "The signed time is before the window: compare both clocks, and look for delays."),
        ("timestamp_in_future", "The signed time is ahead of the window: compare both clocks with a time server, the verifier's own clock first."),
        ("unknown_key", "There is no key of that id for the scheme's algorithm."),
        ("key_expired", "No key of the ring is accepted at this time: all have expired, or aren't valid yet."),
        ("key_disabled", "The key ring is switched off."),
        ("body_too_large", "The body is over the verifier's limit."),
        ("body_already_read", "The body was read before the verification, on this side: put whatever reads it behind the verification, or let it rewind the body. The sender can't do anything about it."),
        ("signature_mismatch", "Neither the request nor any known slip fits the signature: compare the expected message with what the sender signs, and the secrets."),
        ("replayed", "The request is genuine, but it, or its id or nonce, was used before: sign each attempt anew, with a nonce of its own."),
        ("replay_store_unavailable", "The replay store can't answer or is full; the sender can't do anything about it."),
        ("key_source_unavailable", "The key source failed or didn't answer in time; the sender can't do anything about it."),
        ("expired", "The request says itself until when its signature counts, and that is over: sign it anew."),
        ("digest_mismatch", "The signature is right, but the digest that the request carries isn't that of its body: the body was changed, or the digest was made of other bytes."),
    ];

    private static readonly FrozenDictionary<string, VerificationStatus> ByName = Enum.GetValues<VerificationStatus>()
        .ToFrozenDictionary(static status => Table[(int)status].Name, static status => status, StringComparer.Ordinal);

    /// <summary>The name in snake case, such as <c>signature_mismatch</c>.</summary>
    /// <param name="status">The status.</param>
    public static string NameOf(VerificationStatus status) => Table[(int)status].Name;

    /// <summary>What to look at, in one sentence that holds nothing of the request.</summary>
    /// <param name="status">The status.</param>
    public static string AdviceOf(VerificationStatus status) => Table[(int)status].Advice;

    /// <summary>The status of a name; null if there is none.</summary>
    /// <param name="name">The name in snake case, compared exactly.</param>
    public static VerificationStatus? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out VerificationStatus status) ? status : null;
    }
}
