namespace HmacKit;

/// <summary>
/// Twilio signs the URL with its port or without, depending on the product that calls: as its own libraries do, the URL as it is called is tried first, and
/// then the other way. A body that the query has a digest of is no form.
/// </summary>
internal sealed class TwilioCode : SchemeCode
{
    private const string DigestName = "bodySHA256";

    public override SignatureDemand Demand => SignatureDemand.Any;

    protected override int CountSignatures(in ClaimInput input) => input.IsSigning ? 1 : 2;

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        RequestSource request = input.Request;
        bool hasDigest = AwsCanonical.HasParameter(request.Target, DigestName);
        if (input.SignatureIndex == 0 && !hasDigest)
        {
            return base.TryWriteMessage(input, ref writer);
        }

        return request.Origin is { } origin
            && writer.TryWriteUtf8($"{(input.SignatureIndex == 0 ? origin.ToString() : WithOtherPort(origin))}{request.Target}")
            && (hasDigest
                ? AwsCanonical.Parameter(request.Target, DigestName) == Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input.Body))
                : TryWriteForm(request, input.Body, ref writer));
    }

    /// <summary>Without the port that it names, or with the port that it has by default.</summary>
    private static string WithOtherPort(PublicOrigin origin) =>
        origin.Authority == origin.Host ? $"{origin.Scheme}://{origin.Host}:{origin.Port}" : $"{origin.Scheme}://{origin.Host}";

    private static bool TryWriteForm(RequestSource request, ReadOnlySpan<byte> body, ref MessageWriter writer)
    {
        if (request.GetHeader("Content-Type").Value is { } type && !type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        using var fields = new CanonicalParameters(isEncoded: false);
        if (!fields.TryAdd(body))
        {
            return false;
        }

        fields.Sort();
        for (int i = 0; i < fields.Count; i++)
        {
            if (i == 0 || fields.Name(i).SequenceCompareTo(fields.Name(i - 1)) != 0 || fields.Value(i).SequenceCompareTo(fields.Value(i - 1)) != 0)
            {
                writer.Write(fields.Name(i));
                writer.Write(fields.Value(i));
            }
        }

        return true;
    }
}
