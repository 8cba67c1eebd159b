namespace HmacKit.AspNetCore;

/// <summary>Says of an endpoint that it takes signed requests only; for documentation and policies.</summary>
/// <param name="scheme">The name under which the scheme was added.</param>
public sealed class SignatureMetadata(string scheme)
{
    /// <summary>The name under which the scheme was added.</summary>
    public string Scheme { get; } = scheme;
}
