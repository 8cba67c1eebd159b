using HmacKit;
using Microsoft.Data.Sqlite;
using Providers.Callers;
using Providers.Json;
using Providers.Store;

namespace Providers.OneRing;

/// <summary>Who is calling, and how many rings a user has.</summary>
internal static class RingEndpoints
{
    public static IResult Me(HttpContext context)
    {
        KeyIdentity key = CallerKey.Of(context);
        return ApiJson.Answer(new
        {
            key_id = key.KeyId,
            owner_user_id = key.Owner,
            scopes = key.Scopes,
            rate_limit_tier = key.Tier,
            canary_enabled = key.IsCanary,
        });
    }

    public static IResult Rings(string id, ProviderDatabase database)
    {
        using SqliteConnection connection = database.Open();
        object? rings = connection.Query<object>(
            "SELECT total_ring, earned_ring, pending_ring FROM onering_users WHERE user_id = $id",
            row => new { user_id = id, total_ring = row.GetInt64(0), earned_ring = row.GetInt64(1), pending_ring = row.GetInt64(2) },
            ("$id", id)).SingleOrDefault();
        return rings is null ? OneRingAnswers.UserNotFound : ApiJson.Answer(rings);
    }
}
