using System.Text.Json;
using System.Text.Json.Serialization;

namespace HmacKit.Inspection;

/// <summary>The JSON of the history and of the page.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Exchange))]
[JsonSerializable(typeof(ExchangeSummary))]
[JsonSerializable(typeof(ExchangeSummary[]))]
[JsonSerializable(typeof(ExchangeView))]
[JsonSerializable(typeof(InspectorView))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(SendOrder))]
[JsonSerializable(typeof(SentView))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class InspectionJson : JsonSerializerContext;
