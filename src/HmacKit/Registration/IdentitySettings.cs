namespace HmacKit;

/// <summary>Who a configured key is.</summary>
internal static class IdentitySettings
{
    /// <summary>The names of the settings.</summary>
    public static readonly string[] Names = ["Owner", "Name", "Scopes", "Tier", "Canary", "Metadata"];

    /// <summary>The identity, or null, with a fault, if a setting can't be one.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="keyId">The key id.</param>
    /// <param name="tiers">The tiers that there are; null if that isn't looked at.</param>
    public static KeyIdentity? Read(SettingsReader settings, string keyId, LimitTiers? tiers)
    {
        if (tiers is not null && settings.Text("Tier") is { } tier && !tiers.TryGet(tier, out _))
        {
            settings.Fault("Tier", tiers.Unknown(tier));
        }

        try
        {
            return new KeyIdentity
            {
                KeyId = keyId,
                Owner = settings.Text("Owner"),
                Name = settings.Text("Name"),
                Scopes = settings.Texts("Scopes"),
                Tier = settings.Text("Tier"),
                IsCanary = settings.Switch("Canary") ?? false,
                Metadata = settings.TextsByName("Metadata"),
            };
        }
        catch (ArgumentException exception)
        {
            settings.Fault(SettingsReader.Reason(exception));
            return null;
        }
    }
}
