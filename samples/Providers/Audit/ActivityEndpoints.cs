using System.Globalization;
using System.Text.Json;
using HmacKit;
using Providers.Callers;
using Providers.Json;

namespace Providers.Audit;

/// <summary>The trail as the application that it is about may read it.</summary>
internal static class ActivityEndpoints
{
    private const int MostListed = 100;
    private const int MostLookedAt = 10_000;

    /// <summary>The caller's own lines behind a number, <c>after</c>, in their order; <c>next</c> is where to go on.</summary>
    public static async Task<IResult> ListAsync(HttpContext context, AuditStore store)
    {
        long after = 0;
        if (context.Request.Query["after"] is { Count: > 0 } values
            && !(values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)))
        {
            return ApiJson.Answer(new { error = "after is a whole number" }, StatusCodes.Status400BadRequest);
        }

        string owner = CallerKey.OwnerOf(context);
        List<object> activity = [];
        int lookedAt = 0;
        await foreach (string line in store.ReadAsync(after, context.RequestAborted))
        {
            JsonElement entry = JsonSerializer.Deserialize<JsonElement>(line);
            after = entry.GetProperty("n").GetInt64();
            if (TextOf(entry, "owner") == owner)
            {
                activity.Add(new
                {
                    number = after,
                    time = TextOf(entry, "time"),
                    action = TextOf(entry, "action"),
                    outcome = TextOf(entry, "outcome"),
                    target = TextOf(entry, "target"),
                    address = TextOf(entry, "address"),
                });
            }

            if (activity.Count == MostListed || ++lookedAt == MostLookedAt)
            {
                break;
            }
        }

        return ApiJson.Answer(new { activity, next = after });
    }

    private static string? TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
