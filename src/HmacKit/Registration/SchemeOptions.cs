namespace HmacKit;

/// <summary>Settings of one registered scheme, in code.</summary>
public sealed class SchemeOptions
{
    /// <summary>The keys, in place of the configuration's; null by default.</summary>
    public IKeySource? Keys { get; set; }

    /// <summary>Window, body limit, clock and replay store. The store and the clock come from the services where they aren't set.</summary>
    public VerifierOptions Verification { get; } = new();

    /// <summary>Which key id signs, where there are several; null by default.</summary>
    public string? SigningKeyId { get; set; }

    /// <summary>True if the configuration may hold secrets of fewer than 16 bytes: for documented test keys only. False by default.</summary>
    public bool AllowInsecureShortSecrets { get; set; }
}
