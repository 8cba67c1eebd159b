namespace Providers.OsayCore;

/// <summary>An application that uses OsayCore, as its settings say.</summary>
internal sealed class OsayCoreApp
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Where the browser may be sent with a user's token: compared to the letter.</summary>
    public string[] RedirectUris { get; set; } = [];

    /// <summary>The address of this host's <c>/api/auth/oauth/callback</c> as the application knows it; null if it has not said. A pop-up is not begun if it is another one.</summary>
    public string? CallbackUrl { get; set; }

    public decimal CreditRate { get; set; }

    /// <summary>How many credits a deduction must leave; none by default.</summary>
    public decimal MinimumBalance { get; set; }

    /// <summary>What users let the application do.</summary>
    public string[] Scopes { get; set; } = [];

    public Dictionary<string, FeatureFlag> Features { get; set; } = [];

    /// <summary>What differs for some users, by their id.</summary>
    public Dictionary<string, OsayCoreAppUser> Users { get; set; } = [];

    /// <summary>What a user may do with this application.</summary>
    public OsayCoreAppUser Of(string userId) => Users.GetValueOrDefault(userId) ?? OsayCoreAppUser.Usual;
}
