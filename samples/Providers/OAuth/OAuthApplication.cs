namespace Providers.OAuth;

/// <summary>An application that is registered, as the settings say: what the guide's developer portal would ask for.</summary>
internal sealed class OAuthApplication
{
    public string Name { get; set; } = "";

    /// <summary>Null for a public client, such as an app on a phone, which can't keep one and needs PKCE.</summary>
    public string? Secret { get; set; }

    /// <summary>Whose account the application itself acts for, with client credentials.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Where the browser may be sent with a code: compared to the letter.</summary>
    public string[] RedirectUris { get; set; } = [];

    public string[] Scopes { get; set; } = [];
}
