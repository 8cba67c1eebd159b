namespace Providers.OsayCore;

/// <summary>An application that uses OsayCore, as its settings say.</summary>
internal sealed class OsayCoreApp
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Where the browser may be sent with a user's token: compared to the letter.</summary>
    public string[] RedirectUris { get; set; } = [];

    public decimal CreditRate { get; set; }

    /// <summary>How many credits a deduction must leave; none by default.</summary>
    public decimal MinimumBalance { get; set; }

    /// <summary>What users let the application do.</summary>
    public string[] Scopes { get; set; } = [];

    public Dictionary<string, FeatureFlag> Features { get; set; } = [];
}

/// <summary>The applications by the id of their key.</summary>
internal sealed class OsayCoreApps(IConfiguration configuration)
{
    private readonly Dictionary<string, OsayCoreApp> _apps =
        new(configuration.GetSection("OsayCore:Apps").Get<Dictionary<string, OsayCoreApp>>() ?? [], StringComparer.Ordinal);

    /// <summary>The application whose signature let this request through.</summary>
    public OsayCoreApp Of(HttpContext context)
    {
        string keyId = context.GetVerification().KeyId ?? "";
        return _apps.TryGetValue(keyId, out OsayCoreApp? app)
            ? app
            : throw new InvalidOperationException($"The settings have a key '{keyId}' in HmacKit:osaycore, but no application of that name in OsayCore:Apps.");
    }
}
