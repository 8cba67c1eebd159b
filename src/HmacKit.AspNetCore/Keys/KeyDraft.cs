namespace HmacKit.AspNetCore;

/// <summary>A key that somebody asks for, read and checked, before it is issued. What is set here is what is issued.</summary>
public sealed class KeyDraft
{
    internal KeyDraft()
    {
    }

    /// <summary>Whose it will be: the caller's, and for the application to change, never for the request.</summary>
    public required string Owner { get; set; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>What it is for; null if nobody said.</summary>
    public string? Description { get; set; }

    /// <summary>What it may be used for: some of <see cref="KeyEndpointOptions.Scopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; set; }

    /// <summary>The tier that limits go by: <see cref="KeyEndpointOptions.Tier"/>.</summary>
    public string? Tier { get; set; }

    /// <summary>The environment: one of <see cref="KeyEndpointOptions.Environments"/>; null if there are none.</summary>
    public string? Environment { get; set; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>A text that the answer shows as <c>warning</c>; null for none.</summary>
    public string? Warning { get; set; }
}
