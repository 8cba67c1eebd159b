using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookReceiver;

/// <summary>An event as OneRing sends it.</summary>
internal sealed record OneRingEvent<T>([property: JsonRequired] string EventType, string? EventId, DateTimeOffset? Timestamp, [property: JsonRequired] T Data);

internal sealed record Draft(string? DraftId, string? UserId, string? Platform);

internal sealed record Enforcement(string? UserId);

internal sealed record TestMessage(string? Message);

/// <summary>An event that was handled, as a person reads it.</summary>
internal sealed record HandledEvent(string Id, string Type, string? What, int Attempt, DateTimeOffset At);

/// <summary>An event that was handled, and how often: 1, whatever happens.</summary>
internal sealed record HandledTimes(string Id, string Type, long Times);

/// <summary>The JSON of the sample.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OneRingEvent<Draft>))]
[JsonSerializable(typeof(OneRingEvent<Enforcement>))]
[JsonSerializable(typeof(OneRingEvent<TestMessage>))]
[JsonSerializable(typeof(HandledEvent[]))]
[JsonSerializable(typeof(HandledTimes[]))]
internal sealed partial class EventJson : JsonSerializerContext;
