namespace HmacKit.AspNetCore;

/// <summary>How requests must come.</summary>
internal sealed class TransportOptions
{
    /// <summary>Whether HTTPS is needed where the settings of a gate don't say.</summary>
    public bool RequireHttps { get; set; }
}
