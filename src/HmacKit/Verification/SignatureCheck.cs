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
            var input = new MessageInput(request, body, claim, scheme.Context);
            if (!scheme.Plan.TryWrite(input, ref writer))
            {
                return VerificationStatus.MalformedHeader;
            }

            VerificationStatus status = TryKeys(scheme, input, ref claim, ring, now, refusalMacs, writer, out key);
            return status == VerificationStatus.Valid && !DigestCheck.AreRight(scheme.Digests, input) ? VerificationStatus.DigestMismatch : status;
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
                count += scheme.Takes(entry.Key) && entry.IsAccepted(now) ? 1 : 0;
            }
        }

        return count;
    }

    private static VerificationStatus TryKeys(
        SignatureScheme scheme, in MessageInput input, ref RequestClaim claim, KeyRing? ring, DateTimeOffset now, int refusalMacs, in MessageWriter message, out KeyRingEntry? key)
    {
        key = null;
        int tried = 0;
        var status = VerificationStatus.UnknownKey;
        foreach (KeyRingEntry entry in ring is { IsDisabled: false } ? ring.EntrySpan : default)
        {
            if (!scheme.Takes(entry.Key))
            {
                continue;
            }

            status = tried > 0 ? status : VerificationStatus.KeyExpired;
            if (entry.IsAccepted(now))
            {
                tried++;
                status = VerificationStatus.SignatureMismatch;
                if (Matches(scheme, entry.Key, input, ref claim, message))
                {
                    key = entry;
                    return VerificationStatus.Valid;
                }
            }
        }

        for (; tried < refusalMacs; tried++)
        {
            Matches(scheme, DummyKey.For(scheme.Algorithm, tried), input, ref claim, message);
        }

        return ring is { IsDisabled: true } ? VerificationStatus.KeyDisabled : status;
    }

    [SkipLocalsInit]
    private static bool Matches(SignatureScheme scheme, HmacKey key, in MessageInput input, ref RequestClaim claim, in MessageWriter message)
    {
        Span<byte> expected = stackalloc byte[TagText.MaxTagSize];
        if (scheme.IsPlainMac)
        {
            expected = expected[..key.Algorithm.TagSize];
            key.ComputeTag(message.Head, message.Body, message.Tail, expected);
            return IsAmong(scheme, input, ref claim, expected[..scheme.TagSize]);
        }

        if (scheme.IsToken)
        {
            TokenDigest.Compute(key.Secret, expected);
            return IsAmong(scheme, input, ref claim, expected[..scheme.TagSize]);
        }

        if (scheme.PublicKey is { } algorithm)
        {
            return MatchesPublicKey(scheme, algorithm, key, input, ref claim, message);
        }

        return MatchesDerived(scheme, scheme.Derivation!, key, input, ref claim, message, expected);
    }

    private static bool MatchesDerived(
        SignatureScheme scheme, KeyPlan plan, HmacKey root, in MessageInput input, ref RequestClaim claim, in MessageWriter message, Span<byte> expected)
    {
        if (!plan.TryDerive(root, input, out HmacKey? key, out bool isKept))
        {
            return false;
        }

        key!.ComputeTag(message.Head, message.Body, message.Tail, expected[..key.Algorithm.TagSize]);
        bool isMatch = IsAmong(scheme, input, ref claim, expected[..scheme.TagSize]);
        if (isMatch && !isKept)
        {
            plan.Keep(root, key, input);
        }
        else if (!isKept)
        {
            key.Dispose();
        }

        return isMatch;
    }

    /// <summary>There is no tag of our own to compare: the algorithm says of each signature whether it is right.</summary>
    private static bool MatchesPublicKey(
        SignatureScheme scheme, PublicKeyAlgorithm algorithm, HmacKey key, in MessageInput input, ref RequestClaim claim, in MessageWriter message)
    {
        ReadOnlySpan<byte> bytes = message.Body.IsEmpty && message.Tail.IsEmpty ? message.Head : [.. message.Head, .. message.Body, .. message.Tail];
        int size = scheme.TagSize;
        if (claim.SignatureCount == 1)
        {
            return algorithm.Verify(key, bytes, claim.PublicKeySignature ?? ((ReadOnlySpan<byte>)claim.Tag)[..size]);
        }

        Span<byte> tags = stackalloc byte[HeaderGrammar.MaxSignatures * TagText.MaxTagSize];
        int count = CarrierReader.ReadTags(scheme, input.Request, input.Body, tags);
        for (int i = 0; i < count; i++)
        {
            if (algorithm.Verify(key, bytes, tags.Slice(i * size, size)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAmong(SignatureScheme scheme, in MessageInput input, ref RequestClaim claim, ReadOnlySpan<byte> expected)
    {
        if (claim.SignatureCount == 1)
        {
            return ConstantTime.AreEqual(expected, ((ReadOnlySpan<byte>)claim.Tag)[..expected.Length]);
        }

        bool isMatch = MatchesAny(scheme, input, expected);
        if (isMatch)
        {
            expected.CopyTo(claim.Tag);
        }

        return isMatch;
    }

    private static bool MatchesAny(SignatureScheme scheme, in MessageInput input, ReadOnlySpan<byte> expected)
    {
        int size = expected.Length;
        Span<byte> tags = stackalloc byte[HeaderGrammar.MaxSignatures * TagText.MaxTagSize];
        int count = CarrierReader.ReadTags(scheme, input.Request, input.Body, tags);
        bool isEqual = false;
        for (int i = 0; i < count; i++)
        {
            isEqual |= ConstantTime.AreEqual(expected, tags.Slice(i * size, size));
        }

        return isEqual;
    }
}
