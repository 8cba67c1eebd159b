namespace HmacKit.AspNetCore;

/// <summary>Says of an endpoint that it takes API keys; for documentation and policies.</summary>
/// <param name="name">The name of the settings.</param>
/// <param name="scope">The scope that the key must have; null if any key will do.</param>
public sealed class ApiKeyMetadata(string name, string? scope)
{
    /// <summary>The name of the settings, <see cref="ApiKeyAuthenticationOptions"/>.</summary>
    public string Name { get; } = name;

    /// <summary>The scope that the key must have; null if any key will do.</summary>
    public string? Scope { get; } = scope;
}
