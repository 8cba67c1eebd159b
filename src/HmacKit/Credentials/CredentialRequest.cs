namespace HmacKit;

/// <summary>What is asked for when a key is issued.</summary>
public sealed class CredentialRequest
{
    /// <summary>Whose key it will be; null (the default) for nobody's.</summary>
    public string? Owner { get; init; }

    /// <summary>What its owner calls it, such as <c>Production key</c>; null by default.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in its owner's words; null by default.</summary>
    public string? Description { get; init; }

    /// <summary>What it may be used for; nothing by default. Some APIs call them permissions.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The tier that limits go by; null (the default) for the default one.</summary>
    public string? Tier { get; init; }

    /// <summary>The first moment at which it is accepted; at once by default.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The moment from which it isn't accepted any more; never by default.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True if it may be used while only chosen keys are let in. False by default.</summary>
    public bool IsCanary { get; init; }

    /// <summary>Facts of your own; none by default.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
