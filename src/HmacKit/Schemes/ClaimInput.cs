namespace HmacKit;

/// <summary>What a scheme in code reads a claim from.</summary>
public readonly ref struct ClaimInput
{
    internal ClaimInput(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, int signatureIndex, bool isSigning)
    {
        Scheme = scheme;
        Request = request;
        Body = body;
        SignatureIndex = signatureIndex;
        IsSigning = isSigning;
    }

    /// <summary>The request's head; for a signer what it has set so far. Don't read the body through it.</summary>
    public RequestSource Request { get; }

    /// <summary>The body's bytes; empty unless <see cref="SchemeCode.ReadsBody"/> is true or a carrier of the definition is in the body.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Which of the request's signatures is read, counted from 0.</summary>
    public int SignatureIndex { get; }

    /// <summary>Whether the request is about to be signed, so that it has no signature of this signer yet.</summary>
    public bool IsSigning { get; }

    internal SignatureScheme Scheme { get; }

    /// <summary>The text of a configured value; empty if none is set.</summary>
    /// <param name="name">Its name in <see cref="SchemeDefinition.Values"/>.</param>
    public string GetConfigured(string name) => Scheme.Names.TryConfigured(name, out string? text) ? text ?? "" : "";

    /// <summary>The decoded text of a place in the request: printable ASCII of at most 4 KiB. There twice, or of another type, is malformed.</summary>
    /// <param name="kind">Where it is.</param>
    /// <param name="name">The name of the header, parameter, field or cookie; the pointer of a JSON member; the name of an XML member; the number of a path segment, counted from 1.</param>
    /// <param name="text">The text; empty unless it was found.</param>
    public ClaimOutcome Find(CarrierKind kind, string name, out string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ClaimOutcome outcome = CarrierText.Find(kind, name, Request, Body, out ClaimValue value);
        text = outcome == ClaimOutcome.Found ? value.ToString() : "";
        return outcome;
    }
}
