namespace HmacKit;

/// <summary>HubSpot decodes some escapes of the URL before it signs. Its own library signs the URL as it is given, so that is taken too.</summary>
internal sealed class HubSpotCode : SchemeCode
{
    private static readonly (string Escape, string Character)[] Decoded =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"),
        ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    public override SignatureDemand Demand => SignatureDemand.Any;

    protected override int CountSignatures(in ClaimInput input) => !input.IsSigning && input.Request.Target.Contains('%', StringComparison.Ordinal) ? 2 : 1;

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        RequestSource request = input.Request;
        if (input.SignatureIndex > 0 || !request.Target.Contains('%', StringComparison.Ordinal))
        {
            return base.TryWriteMessage(input, ref writer);
        }

        string target = request.Target;
        foreach ((string escape, string character) in Decoded)
        {
            target = target.Replace(escape, character, StringComparison.OrdinalIgnoreCase);
        }

        if (request.Origin is not { } origin || !writer.TryWriteUtf8($"{request.Method}{origin}{target}"))
        {
            return false;
        }

        writer.Write(input.Body);
        return writer.TryWriteAscii(input.Timestamp);
    }
}
