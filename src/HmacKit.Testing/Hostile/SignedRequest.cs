namespace HmacKit.Testing;

/// <summary>A request that was signed with the values in its claim. With another claim it is one that was tampered with.</summary>
internal sealed record SignedRequest(SignatureScheme Scheme, Claim Claim, string Method, string Target, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Others)
{
    /// <summary>What the signer gave, where the scheme isn't plain; null where the templates of the headers are filled in.</summary>
    public WireRequest? Wire { get; init; }

    /// <summary>Where the signer put it, where the scheme isn't plain.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];

    public WireRequest ToWire() => Wire ?? new(
        Method, Target, [.. Others, .. Scheme.Headers.Select(header => KeyValuePair.Create(header.Name, Template.Fill(header, Claim)))], Body);

    /// <summary>With another text in place of a placeholder, wherever it occurs, under the old signature.</summary>
    public WireRequest With(string placeholder, string text)
    {
        if (Wire is null)
        {
            return (this with { Claim = Claim.With(placeholder, text) }).ToWire();
        }

        string old = Claim[placeholder];
        return Places.Aggregate(Wire, (wire, place) => old.Length > 0 && place.Read(wire) is { } found && found.Contains(old, StringComparison.Ordinal)
            ? place.With(wire, found.Replace(old, text, StringComparison.Ordinal))
            : wire);
    }

    /// <summary>With a signature that is wrong, and all else as it is.</summary>
    public WireRequest WithSignatureOf(SignedRequest other)
    {
        if (Wire is null)
        {
            return With("signature", other.Claim.Signature);
        }

        return Places.Where(static place => place.HasSignature).Aggregate(Wire, static (wire, place) => place.Read(wire) is { } text
            ? place.With(wire, PlaceAttacks.Flipped(text, Math.Max(0, text.Length - 3)))
            : wire);
    }

    /// <summary>With another text in place of a placeholder in one header alone.</summary>
    public WireRequest WithIn(SchemeCarrier header, string placeholder, string text) =>
        ToWire().With(header.Name, Template.Fill(header, Claim.With(placeholder, text)));
}
