namespace HmacKit;

/// <summary>
/// What a signed request says of itself, where it isn't to be made up by the signer. By default the time is now, and
/// id and nonce are 32 random hex digits each.
/// </summary>
public readonly record struct SigningValues
{
    /// <summary>The signing time; now by default. Written in the scheme's format.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The signing time to the letter as it goes on the wire, in place of <see cref="Time"/>. Not checked: for replaying what was captured.</summary>
    public string? TimestampText { get; init; }

    /// <summary>The message or event id: printable ASCII.</summary>
    public string? Id { get; init; }

    /// <summary>The nonce: printable ASCII, never the same one twice.</summary>
    public string? Nonce { get; init; }

    /// <summary>When the signature ends, for schemes that say so; by default after the life that the scheme's rule names.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The end to the letter as it goes on the wire, in place of <see cref="Expires"/>. Not checked: for replaying what was captured.</summary>
    public string? ExpiresText { get; init; }

    /// <summary>The values of the scheme's own, by name, where they aren't to have their defaults.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>Headers to sign besides the least that the scheme demands, for schemes whose requests list them. Where the order is free, a list that has all of that is written as it is.</summary>
    public IReadOnlyCollection<string>? HeadersToSign { get; init; }
}
