using System.Text;
using System.Text.Json;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Crypto.com Exchange: method, id, key, the parameters flattened, and the nonce, signed within the JSON that they stand in.</summary>
    public static SignatureScheme CryptoCom => field ??= SignatureScheme.Compile(new()
    {
        Name = "crypto-com",
        Message = "{json:/method}{json:/id}{keyid}{json:/params}{timestamp}",
        Json =
        {
            ["/api_key"] = HeaderFormat.Text("{keyid}"),
            ["/nonce"] = HeaderFormat.Text("{timestamp}"),
            ["/sig"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(60)),
        AmbiguousBecause = "the vendor joins names and values with nothing between them.",
        Code = new FlattenedParameters(),
        Documentation = new("https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#digital-signature"),
    });

    /// <summary>Names and values one behind the other, objects sorted by name, and the same within them.</summary>
    private sealed class FlattenedParameters : SchemeCode
    {
        private const int MaxDepth = 16;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            if (!input.TryWrite(CarrierKind.Json, "/method", ref writer) || !input.TryWrite(CarrierKind.Json, "/id", ref writer) || !writer.TryWriteUtf8(input.KeyId))
            {
                return false;
            }

            try
            {
                using JsonDocument body = JsonDocument.Parse(Encoding.UTF8.GetString(input.Body), new JsonDocumentOptions { MaxDepth = MaxDepth });
                bool isObject = body.RootElement.ValueKind == JsonValueKind.Object;
                return isObject
                    && (!body.RootElement.TryGetProperty("params", out JsonElement parameters) || TryWrite(parameters, ref writer))
                    && writer.TryWriteUtf8(input.Timestamp);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return false;
            }
        }

        private static bool TryWrite(JsonElement element, ref MessageWriter writer)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in element.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                    {
                        if (!writer.TryWriteUtf8(member.Name) || !TryWrite(member.Value, ref writer))
                        {
                            return false;
                        }
                    }

                    return true;
                case JsonValueKind.Array:
                    foreach (JsonElement item in element.EnumerateArray())
                    {
                        if (!TryWrite(item, ref writer))
                        {
                            return false;
                        }
                    }

                    return true;
                default:
                    return writer.TryWriteUtf8(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText());
            }
        }
    }
}
