namespace HmacKit.Tests.Schemes;

/// <summary>What a header value is read as.</summary>
internal sealed record HeaderReading(string? KeyId, string? Timestamp, string? Id, string? Nonce, int Signatures, byte[]? Tag)
{
    public const int TagSize = 32;

    public static HeaderGrammar Compile(HeaderFormat format)
    {
        var faults = new FaultList();
        HeaderGrammar? grammar = HeaderCompiler.Compile("Header", format, new ClaimNames(new SchemeDefinition(), faults), faults);
        faults.ThrowIfAny("test");
        return grammar!;
    }

    /// <summary>Null if the value isn't of the format.</summary>
    public static HeaderReading? Of(HeaderFormat format, string value)
    {
        var claim = default(RequestClaim);
        if (!Compile(format).TryRead(value, TagSize, ref claim))
        {
            return null;
        }

        string? Text(ClaimField field) => claim.Get(field) is { IsPresent: true } present ? present.ToString() : null;
        return new(
            Text(ClaimField.KeyId),
            Text(ClaimField.Timestamp),
            Text(ClaimField.Id),
            Text(ClaimField.Nonce),
            claim.SignatureCount,
            claim.HasTag ? ((ReadOnlySpan<byte>)claim.Tag)[..TagSize].ToArray() : null);
    }
}
