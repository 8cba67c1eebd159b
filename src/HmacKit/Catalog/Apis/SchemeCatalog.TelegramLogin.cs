namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Telegram login widget.</summary>
    /// <remarks>The secret is the bot's token.</remarks>
    public static SignatureScheme TelegramLogin => field ??= SignatureScheme.Compile(new()
    {
        Name = "telegram-login-widget",
        Message = "{query:sorted}",
        Query =
        {
            ["hash"] = HeaderFormat.Text("{signature:hex}"),
            ["auth_date"] = HeaderFormat.Text("{timestamp}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Joiner = "\n" },
        KeyDerivation = KeyDerivation.FromSecret.Sha256(),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromDays(1), TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor writes decoded values, which may hold a line break.",
        Documentation = new("https://core.telegram.org/widgets/login#checking-authorization"),
    });
}
