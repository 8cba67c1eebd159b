namespace HmacKit.Http;

/// <summary>What an attempt was signed with.</summary>
/// <param name="Signer">The signer.</param>
/// <param name="Keys">The keys, of which any may sign the answer that is accepted now.</param>
/// <param name="Time">The signing time. The answer is verified at this time: that it is new follows from its request, however long it takes.</param>
/// <param name="Asked">What the server had asked for, beside what the scheme covers; null for nothing.</param>
internal readonly record struct SignedAttempt(RequestSigner Signer, KeyRing Keys, DateTimeOffset Time, IReadOnlyList<string>? Asked);
