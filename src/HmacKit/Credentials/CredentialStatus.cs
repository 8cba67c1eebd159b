namespace HmacKit;

/// <summary>Whether a <see cref="Credential"/> may be used.</summary>
public enum CredentialStatus
{
    /// <summary>Nobody looked. It means no.</summary>
    Unknown,

    /// <summary>It may be used.</summary>
    Active,

    /// <summary>Its time hasn't come yet.</summary>
    NotYetValid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It is switched off, and can be switched on again.</summary>
    Disabled,

    /// <summary>It is switched off for good.</summary>
    Revoked,
}
