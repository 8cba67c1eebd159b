using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>The check that counts: the MAC of the request's message under every accepted key, against every signature.</summary>
internal static class SignatureCheck
{
    /// <summary>
    /// Compares; <paramref name="ring"/> may be null or have no usable key. On a match <paramref name="key"/> is the key that
    /// matched, and the claim's tag becomes the one that was computed: of several signatures only that one is proven. A
    /// refusal computes <paramref name="refusalMacs"/> MACs whatever the ring has, the missing ones under a key that matches
    /// nothing, so that time doesn't tell which key ids exist or are being rotated.
    /// </summary>
    [SkipLocalsInit]
    public static VerificationStatus Run(
        SignatureScheme scheme,
        RequestSource request,
        ref RequestClaim claim,
        ReadOnlySpan<byte> body,
        KeyRing? ring,
        DateTimeOffset now,
        int refusalMacs,
        out KeyRingEntry? key)
    {
        key = null;
        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            var input = new MessageInput(request, body, claim, scheme.TimestampFormat);
            return scheme.Plan.TryWrite(input, ref writer)
                ? TryKeys(scheme, ref claim, ring, now, refusalMacs, writer, out key)
                : VerificationStatus.MalformedHeader;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>How many keys of a ring a request is compared with; none of a ring that is switched off.</summary>
    public static int CountAccepted(SignatureScheme scheme, KeyRing? ring, DateTimeOffset now)
    {
        int count = 0;
        if (ring is { IsDisabled: false })
        {
            foreach (KeyRingEntry entry in ring.EntrySpan)
            {
                count += entry.Key.Algorithm == scheme.Algorithm && entry.IsAccepted(now) ? 1 : 0;
            }
        }

        return count;
    }

    private static VerificationStatus TryKeys(
        SignatureScheme scheme, ref RequestClaim claim, KeyRing? ring, DateTimeOffset now, int refusalMacs, in MessageWriter message, out KeyRingEntry? key)
    {
        key = null;
        int tried = 0;
        var status = VerificationStatus.UnknownKey;
        foreach (KeyRingEntry entry in ring is { IsDisabled: false } ? ring.EntrySpan : default)
        {
            if (entry.Key.Algorithm != scheme.Algorithm)
            {
                continue;
            }

            status = tried > 0 ? status : VerificationStatus.KeyExpired;
            if (entry.IsAccepted(now))
            {
                tried++;
                status = VerificationStatus.SignatureMismatch;
                if (Matches(scheme, entry.Key, ref claim, message))
                {
                    key = entry;
                    return VerificationStatus.Valid;
                }
            }
        }

        for (; tried < refusalMacs; tried++)
        {
            Matches(scheme, DummyKey.For(scheme.Algorithm), ref claim, message);
        }

        return ring is { IsDisabled: true } ? VerificationStatus.KeyDisabled : status;
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
