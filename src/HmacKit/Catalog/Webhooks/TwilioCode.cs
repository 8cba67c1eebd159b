using System.Text;

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

        if (CanonicalText.Parameters(body) is not { } encoded)
        {
            return false;
        }

        var text = new StringBuilder();
        foreach ((string name, string value) in encoded.Select(static pair => (Uri.UnescapeDataString(pair.Name), Uri.UnescapeDataString(pair.Value))).Distinct()
            .OrderBy(static pair => pair.Item1, StringComparer.Ordinal).ThenBy(static pair => pair.Item2, StringComparer.Ordinal))
        {
            text.Append(name).Append(value);
        }

        return writer.TryWriteUtf8(text.ToString());
    }
}
