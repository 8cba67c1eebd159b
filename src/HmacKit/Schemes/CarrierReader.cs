using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>Reads what a request claims from the carriers of a scheme's definition.</summary>
internal static class CarrierReader
{
    /// <summary>Reads all carriers; the body is looked at only by schemes that carry something in it.</summary>
    public static ClaimOutcome Read(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, ref RequestClaim claim)
    {
        if (scheme.JsonCarriers is { } members)
        {
            return ReadTogether(members, scheme, request, body, ref claim);
        }

        int tagSize = scheme.TagSize;
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            ClaimOutcome outcome = CarrierText.Find(carrier, request, body, out ClaimValue text);
            if (outcome == ClaimOutcome.Missing && carrier.Format.IsOptional)
            {
                continue;
            }

            if (outcome != ClaimOutcome.Found)
            {
                return outcome;
            }

            if (!IsPrintable(text) || !carrier.Grammar.TryRead(text, tagSize, ref claim))
            {
                return ClaimOutcome.Malformed;
            }
        }

        return ClaimOutcome.Found;
    }

    /// <summary>The same where JSON members carry something: the body is parsed once for all of them.</summary>
    private static ClaimOutcome ReadTogether(JsonPointers members, SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, ref RequestClaim claim)
    {
        Span<JsonSlice> slices = stackalloc JsonSlice[JsonPointers.MaxCount];
        bool isJson = members.TryFind(body, slices[..members.Count]);
        int member = 0;
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            ClaimOutcome outcome = carrier.Kind == CarrierKind.Json
                ? CarrierText.OfMember(isJson, slices[member++], body, out ClaimValue text)
                : CarrierText.Find(carrier, request, body, out text);
            if (outcome == ClaimOutcome.Missing && carrier.Format.IsOptional)
            {
                continue;
            }

            if (outcome != ClaimOutcome.Found)
            {
                return outcome;
            }

            if (!IsPrintable(text) || !carrier.Grammar.TryRead(text, scheme.TagSize, ref claim))
            {
                return ClaimOutcome.Malformed;
            }
        }

        return ClaimOutcome.Found;
    }

    /// <summary>Decodes all well-formed signatures of a request that was read before, and returns how many there are.</summary>
    public static int ReadTags(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, Span<byte> tags)
    {
        int count = 0;
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (carrier.HasSignature && CarrierText.Find(carrier, request, body, out ClaimValue text) == ClaimOutcome.Found)
            {
                count += carrier.Grammar.ReadTags(text, scheme.TagSize, tags[(count * scheme.TagSize)..]);
            }
        }

        return count;
    }

    // Not inlined: with its vector paths in the middle of the loop the JIT would give up on everything else there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsPrintable(ClaimValue text) => !text.Span.ContainsAnyExceptInRange(' ', '~');
}
