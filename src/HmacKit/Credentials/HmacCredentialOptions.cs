using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>Settings of a <see cref="HmacCredentialIssuer"/>.</summary>
public sealed class HmacCredentialOptions
{
    /// <summary>The default of <see cref="KeyIdPrefix"/>: <c>hk_</c>.</summary>
    internal const string DefaultKeyIdPrefix = "hk_";

    /// <summary>The name under which the credentials are kept; null (the default) for the scheme's own name.</summary>
    public string? Name { get; set; }

    /// <summary>What key ids begin with: lower-case letters, digits and underscores, the last one an underscore. The default is <c>hk_</c>.</summary>
    public string KeyIdPrefix { get; set; } = DefaultKeyIdPrefix;

    /// <summary>The age from which a secret isn't accepted any more unless it is rotated before; null (the default) for none. Over zero.</summary>
    public TimeSpan? MaxSecretAge { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where it is logged that a stored secret can't be opened; nowhere by default.</summary>
    public ILogger? Logger { get; set; }
}
