using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace HmacKit.Webhooks;

/// <summary>The event that tells an owner that one of the subscriptions was disabled.</summary>
internal static class DisabledEvent
{
    public static string NewId() => "evt_" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static OutgoingEvent Of(string type, AttemptResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", result.EndedAt.ToString("O", CultureInfo.InvariantCulture));
            json.WriteStartObject("data");
            json.WriteString("subscriptionId", result.Due.Subscription.Id);
            json.WriteString("url", result.Due.Subscription.Url.OriginalString);
            json.WriteString("reason", result.Disable);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new OutgoingEvent(result.Due.Subscription.Owner, type, stream.ToArray());
    }
}
