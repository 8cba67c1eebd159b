namespace HmacKit.AspNetCore;

/// <summary>Says of an endpoint that it takes signed requests only; for documentation and policies.</summary>
/// <param name="scheme">The name under which the scheme was added.</param>
/// <param name="scope">The scope that the key must have; null if any key will do.</param>
public sealed class SignatureMetadata(string scheme, string? scope = null)
{
    /// <summary>The name under which the scheme was added.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>The scope that the key must have; null if any key will do.</summary>
    public string? Scope { get; } = scope;
}
