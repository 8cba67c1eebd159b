namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Telegram Mini Apps: the init data, decoded and sorted, a line each.</summary>
    public static SignatureScheme TelegramWebAppInitData => field ??= SignatureScheme.Compile(new()
    {
        Name = "telegram-webapp-initdata",
        Message = "{query:sorted}",
        Query =
        {
            ["auth_date"] = HeaderFormat.Text("{timestamp}"),
            ["hash"] = HeaderFormat.Text("{signature:hex}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Joiner = "\n" },
        KeyDerivation = KeyDerivation.FromSecret.HmacUnder("WebAppData"),
        Freshness = new(TimestampFormat.UnixSeconds, maxAge: TimeSpan.FromHours(1), maxSkew: TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor writes decoded values, which may hold a line break.",
        Documentation = new("https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app"),
    });
}
