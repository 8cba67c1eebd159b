using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>The JSON of the portal, and what its requests ask for.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<WebhookSubscription>))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryRecord>))]
[JsonSerializable(typeof(IReadOnlyList<AttemptRecord>))]
[JsonSerializable(typeof(List<DeadEvent>))]
[JsonSerializable(typeof(PortalSecret))]
[JsonSerializable(typeof(PortalCount))]
[JsonSerializable(typeof(PortalProblem))]
internal sealed partial class PortalJson : JsonSerializerContext
{
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status, string problem) => WriteAsync(context, new PortalProblem(problem), Default.PortalProblem, status);

    public static string? Text(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>A number of the query; false if it is there and none.</summary>
    public static bool TryNumber(HttpContext context, string name, out long? number)
    {
        number = null;
        if (Text(context, name) is not { } text)
        {
            return true;
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long found);
        number = isNumber ? found : null;
        return isNumber;
    }

    /// <summary>A time of the query (RFC 3339); false if it is there and none.</summary>
    public static bool TryTime(HttpContext context, string name, out System.DateTimeOffset? time)
    {
        time = null;
        if (Text(context, name) is not { } text)
        {
            return true;
        }

        bool isTime = System.DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out System.DateTimeOffset found);
        time = isTime ? found : null;
        return isTime;
    }
}

/// <summary>A secret, shown once.</summary>
internal sealed record PortalSecret(string Id, string? Secret);

/// <summary>How many were changed.</summary>
internal sealed record PortalCount(int Count);

/// <summary>Why a request is refused.</summary>
internal sealed record PortalProblem(string Error);

/// <summary>A dead letter of the inbox, without its body.</summary>
internal sealed record DeadEvent(long Id, string Endpoint, string Scheme, string? EventId, string? EventType, int Attempts, DateTimeOffset ReceivedAt, DateTimeOffset EndedAt, string Error);
