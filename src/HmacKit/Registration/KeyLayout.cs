namespace HmacKit;

/// <summary>What is to be known of keys to read them from configuration.</summary>
/// <param name="Owner">Whose keys they are, for messages, such as <c>scheme 'theone'</c>.</param>
/// <param name="Algorithm">Their algorithm.</param>
/// <param name="Format">How their secrets are written.</param>
/// <param name="HasKeyId">Whether there is a ring for each key id; otherwise there is one.</param>
internal sealed record KeyLayout(string Owner, HmacAlgorithm Algorithm, KeyFormat Format, bool HasKeyId)
{
    /// <summary>What else speaks against a ring; by default nothing does.</summary>
    public Func<KeyRing, string?>? FindFault { get; init; }

    /// <summary>The path of the setting that lets short secrets in; null if there is none.</summary>
    public string? AllowShortSecrets { get; init; }

    public static KeyLayout Of(SignatureScheme scheme, string path) => new($"scheme '{scheme.Name}'", scheme.Algorithm, scheme.SecretFormat, scheme.HasKeyId)
    {
        AllowShortSecrets = $"{path}:{nameof(SchemeOptions.AllowInsecureShortSecrets)}",
    };
}
