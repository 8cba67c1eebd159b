using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>The check that counts: the MAC of the request's message under every accepted key, against every signature.</summary>
internal static class SignatureCheck
{
    /// <summary>
    /// Compares; <paramref name="ring"/> may be null or have no usable key, and then a dummy key does the same work, so
    /// that time doesn't tell which key ids exist. On a match the claim's tag becomes the one that was computed: of several
    /// signatures only that one is proven.
    /// </summary>
    [SkipLocalsInit]
    public static VerificationResult Run(
        SignatureScheme scheme, RequestSource request, ref RequestClaim claim, ReadOnlySpan<byte> body, KeyRing? ring, DateTimeOffset now)
    {
        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            var input = new MessageInput(request, body, claim, scheme.TimestampFormat);
            if (!scheme.Plan.TryWrite(input, ref writer))
            {
                return VerificationResult.Refused(VerificationStatus.MalformedHeader);
            }

            var status = VerificationStatus.UnknownKey;
            if (ring is { IsDisabled: false })
            {
                bool isTried = false;
                foreach (KeyRingEntry entry in ring.EntrySpan)
                {
                    if (entry.Key.Algorithm != scheme.Algorithm)
                    {
                        continue;
                    }

                    status = isTried ? status : VerificationStatus.KeyExpired;
                    if (entry.IsAccepted(now))
                    {
                        isTried = true;
                        status = VerificationStatus.SignatureMismatch;
                        if (Matches(scheme, entry.Key, ref claim, writer))
                        {
                            return new VerificationResult(VerificationStatus.Valid, claim, ring, entry);
                        }
                    }
                }

                if (isTried)
                {
                    return VerificationResult.Refused(status);
                }
            }

            Matches(scheme, DummyKey.For(scheme.Algorithm), ref claim, writer);
            return VerificationResult.Refused(ring is { IsDisabled: true } ? VerificationStatus.KeyDisabled : status);
        }
        finally
        {
            writer.Dispose();
        }
    }

    [SkipLocalsInit]
    private static bool Matches(SignatureScheme scheme, HmacKey key, ref RequestClaim claim, in MessageWriter message)
    {
        int size = scheme.Algorithm.TagSize;
        Span<byte> expected = stackalloc byte[TagText.MaxTagSize];
        expected = expected[..size];
        key.ComputeTag(message.Head, message.Body, message.Tail, expected);
        if (claim.SignatureCount == 1)
        {
            return ConstantTime.AreEqual(expected, ((ReadOnlySpan<byte>)claim.Tag)[..size]);
        }

        bool isMatch = MatchesAny(scheme.SignatureGrammar, claim, expected);
        if (isMatch)
        {
            expected.CopyTo(claim.Tag);
        }

        return isMatch;
    }

    private static bool MatchesAny(HeaderGrammar grammar, in RequestClaim claim, ReadOnlySpan<byte> expected)
    {
        int size = expected.Length;
        Span<byte> tags = stackalloc byte[HeaderGrammar.MaxSignatures * TagText.MaxTagSize];
        int count = grammar.ReadTags(claim.SignatureHeader!, size, tags);
        bool isEqual = false;
        for (int i = 0; i < count; i++)
        {
            isEqual |= ConstantTime.AreEqual(expected, tags.Slice(i * size, size));
        }

        return isEqual;
    }
}
