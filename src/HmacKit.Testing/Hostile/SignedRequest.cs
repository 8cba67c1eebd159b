namespace HmacKit.Testing;

/// <summary>A request that was signed with the values in its claim. With another claim it is one that was tampered with.</summary>
internal sealed record SignedRequest(SignatureScheme Scheme, Claim Claim, string Method, string Target, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Others)
{
    public WireRequest ToWire() => new(
        Method, Target, [.. Others, .. Scheme.Headers.Select(header => KeyValuePair.Create(header.Name, Template.Fill(header, Claim)))], Body);

    /// <summary>With another text in place of a placeholder, wherever it occurs, under the old signature.</summary>
    public WireRequest With(string placeholder, string text) => (this with { Claim = Claim.With(placeholder, text) }).ToWire();

    /// <summary>With another text in place of a placeholder in one header alone.</summary>
    public WireRequest WithIn(SchemeCarrier header, string placeholder, string text) =>
        ToWire().With(header.Name, Template.Fill(header, Claim.With(placeholder, text)));
}
