namespace HmacKit;

/// <summary>Who a configured key is.</summary>
internal static class IdentitySettings
{
    /// <summary>The names of the settings.</summary>
    public static readonly string[] Names = ["Owner", "Name", "Scopes", "Tier", "Canary", "Metadata"];

    /// <summary>The identity, or null, with a fault, if a setting can't be one.</summary>
    public static KeyIdentity? Read(SettingsReader settings, string keyId)
    {
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
