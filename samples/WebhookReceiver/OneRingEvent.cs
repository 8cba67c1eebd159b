using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookReceiver;

/// <summary>An event as OneRing sends it.</summary>
internal sealed record OneRingEvent(string EventType, string EventId, DateTimeOffset Timestamp, JsonElement Data);

/// <summary>The JSON of the sample.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OneRingEvent))]
[JsonSerializable(typeof(HandledEvent[]))]
internal sealed partial class EventJson : JsonSerializerContext;
