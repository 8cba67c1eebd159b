namespace HmacKit;

/// <summary>
/// A value of a scheme's own: one that requests carry under a name that the vocabulary doesn't have, or one that each side
/// is given beforehand.
/// </summary>
public sealed class SchemeValue
{
    private SchemeValue(bool isConfigured, bool isSecret, string? byDefault)
    {
        IsConfigured = isConfigured;
        IsSecret = isSecret;
        Default = byDefault;
    }

    /// <summary>Whether <see cref="SignatureScheme.With"/> sets it, so that it isn't carried.</summary>
    public bool IsConfigured { get; }

    /// <summary>Whether it is never shown: a second secret.</summary>
    public bool IsSecret { get; }

    /// <summary>What a signer takes, or what counts as configured, if nothing else is given; null if something must be.</summary>
    public string? Default { get; }

    /// <summary>A value that requests carry, as printable ASCII of at most 2,048 characters; it may be empty. The signer is given it in <c>SigningValues.Values</c>.</summary>
    /// <param name="byDefault">What a signer writes where it is given nothing.</param>
    public static SchemeValue Carried(string? byDefault = null) => new(isConfigured: false, isSecret: false, byDefault);

    /// <summary>A value that both sides have been given, such as the URL under which a webhook was registered, an account or a region.</summary>
    /// <param name="byDefault">What counts where <see cref="SignatureScheme.With"/> sets nothing.</param>
    public static SchemeValue Configured(string? byDefault = null) => new(isConfigured: true, isSecret: false, byDefault);

    /// <summary>A second secret that both sides have been given, such as a salt or a token's secret. It is part of the compiled scheme and never shown.</summary>
    /// <param name="byDefault">What counts where <see cref="SignatureScheme.With"/> sets nothing; empty where the secret may be missing.</param>
    public static SchemeValue Secret(string? byDefault = null) => new(isConfigured: true, isSecret: true, byDefault);
}
