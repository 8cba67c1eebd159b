using System.Text;

namespace HmacKit;

/// <summary>Writes the carriers of a scheme's definition.</summary>
internal static class CarrierWriter
{
    /// <summary>What isn't the signature, then the digests of the body as it is by then.</summary>
    public static void WriteUnsigned(SignatureScheme scheme, in RequestClaim claim, RequestDraft draft)
    {
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (!carrier.HasSignature && IsWritten(scheme, carrier, claim))
            {
                draft.Set(carrier.Kind, carrier.Name, Write(scheme, carrier, claim, default, scheme.TagSize));
            }
        }

        foreach (DigestCheck digest in scheme.Digests)
        {
            if (digest.Header is { } name && draft.GetHeader(name).IsMissing
                && digest.Write(new MessageInput(draft, draft.Body.Span, claim, scheme.Context)) is { } text)
            {
                draft.Set(CarrierKind.Header, name, text);
            }
        }
    }

    /// <summary>The signature, or, in a scheme without a MAC, the secret itself.</summary>
    public static void WriteSignature(SignatureScheme scheme, in RequestClaim claim, ReadOnlySpan<byte> tags, int tagSize, RequestDraft draft)
    {
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (carrier.HasSignature && IsWritten(scheme, carrier, claim))
            {
                draft.Set(carrier.Kind, carrier.Name, Write(scheme, carrier, claim, tags, tagSize));
            }
        }
    }

    /// <summary>Of several carriers of the signature one is enough; an optional value is written where there is one.</summary>
    public static bool IsWritten(SignatureScheme scheme, SchemeCarrier carrier, in RequestClaim claim)
    {
        if (carrier.HasSignature)
        {
            return !carrier.Format.IsOptional || carrier == scheme.FirstSignature;
        }

        ClaimFields mayBeMissing = carrier.Format.IsOptional ? carrier.Grammar.Fields : default;
        for (ClaimField field = default; field <= ClaimField.Token; field++)
        {
            if (mayBeMissing.Contains(field) && field is not (ClaimField.Timestamp or ClaimField.Date) && !claim.Get(field).IsPresent)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of a carrier.</summary>
    /// <exception cref="ArgumentException">A value is missing, or can't stand in the carrier.</exception>
    public static string Write(SignatureScheme scheme, SchemeCarrier carrier, in RequestClaim claim, ReadOnlySpan<byte> tags, int tagSize)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            if (!carrier.Grammar.TryWrite(claim, scheme.TimestampFormat, tags, tagSize, ref writer))
            {
                throw new ArgumentException($"A value that {Name(carrier)} carries is missing ({carrier.Format}).");
            }

            string value = Encoding.ASCII.GetString(writer.Head);

            // A value that ends its own field early, such as an id with a comma, would be read as another one.
            RequestClaim read = claim;
            return carrier.Grammar.TryRead(value, scheme.TagSize, ref read)
                ? value
                : throw new ArgumentException($"A value doesn't fit into {Name(carrier)} ({carrier.Format}): it contains text that ends it there.");
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static string Name(SchemeCarrier carrier) =>
        carrier.Kind == CarrierKind.Header ? $"the header {carrier.Name}" : $"{carrier.Kind}[\"{carrier.Name}\"]";
}
