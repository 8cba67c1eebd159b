using System.Text;
using System.Text.Json;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Treezor webhooks: the member <c>object_payload</c> as PHP writes JSON.</summary>
    /// <remarks>
    /// <para>The name of the event, its id and its time aren't signed, only the object: look at the object, not at <c>webhook</c>, before you act.</para>
    /// <para>The content type is <c>text/plain</c>.</para>
    /// </remarks>
    public static SignatureScheme Treezor => field ??= SignatureScheme.Compile(new()
    {
        Name = "treezor",
        Message = "{json:/object_payload}",
        Json = { ["/object_payload_signature"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.Json("/webhook_id"),
        EventType = EventField.Json("/webhook"),
        Code = new PhpJson(),
        Documentation = new("https://docs.treezor.com/guide/webhooks/integrity-checks.html"),
    });

    /// <summary>A member of the body in the spelling of PHP's <c>json_encode</c>: no blanks, slashes and what isn't ASCII escaped.</summary>
    private sealed class PhpJson : SchemeCode
    {
        private const int MaxDepth = 64;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            try
            {
                return TryFind(input.Body, out ReadOnlySpan<byte> json) && TrySpell(json, ref writer);
            }
            catch (JsonException)
            {
                return false;
            }
        }

        /// <summary>The member's bytes; false if it isn't there, or twice.</summary>
        private static bool TryFind(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> json)
        {
            json = default;
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isPayload = reader.ValueTextEquals("object_payload"u8);
                if ((isPayload && !json.IsEmpty) || !reader.Read())
                {
                    return false;
                }

                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                json = isPayload ? body[start..(int)reader.BytesConsumed] : json;
            }

            return !json.IsEmpty;
        }

        private static bool TrySpell(ReadOnlySpan<byte> json, ref MessageWriter writer)
        {
            Span<char> units = stackalloc char[2];
            bool isText = false;
            while (!json.IsEmpty)
            {
                int length = 1;
                byte first = json[0];
                if (!isText)
                {
                    isText = first == '"';
                    if (first is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    {
                        writer.Write(json[..1]);
                    }
                }
                else if (first == '\\')
                {
                    length = json[1] == 'u' ? 6 : 2;
                    Span<byte> escape = writer.GetSpan(length);
                    System.Text.Ascii.ToLower(json[..length], escape, out _);
                    writer.Advance(length);
                }
                else if (first == '/')
                {
                    writer.Write("\\/"u8);
                }
                else if (first < 0x80)
                {
                    isText = first != '"';
                    writer.Write(json[..1]);
                }
                else if (Rune.DecodeFromUtf8(json, out Rune rune, out length) == System.Buffers.OperationStatus.Done)
                {
                    foreach (char unit in units[..rune.EncodeToUtf16(units)])
                    {
                        writer.TryWriteAscii($"\\u{(int)unit:x4}");
                    }
                }
                else
                {
                    return false;
                }

                json = json[length..];
            }

            return true;
        }
    }
}
