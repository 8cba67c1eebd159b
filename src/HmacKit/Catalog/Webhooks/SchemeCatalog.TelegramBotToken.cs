namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Telegram bot webhooks with a secret token.</summary>
    public static SignatureScheme TelegramBotToken => field ??= SignatureScheme.Compile(new()
    {
        Name = "telegram-bot-token",
        Headers = { ["X-Telegram-Bot-Api-Secret-Token"] = HeaderFormat.Text("{token}") },
        Documentation = new("https://core.telegram.org/bots/api#setwebhook"),
    });
}
