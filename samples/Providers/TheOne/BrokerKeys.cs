using System.Text.Json.Nodes;
using HmacKit.AspNetCore;

namespace Providers.TheOne;

/// <summary>
/// API keys for a broker's own programs, in the words of TheOne's document. A key works from the moment at which it is shown, which happens once. It
/// can be listed, rotated and revoked by the broker it belongs to.
/// </summary>
internal static class BrokerKeys
{
    public static Action<KeyEndpointOptions> Configure(string scheme, TheOneSettings settings, TimeProvider time) => options =>
    {
        options.Scheme = scheme;
        options.Scopes.Add("read");
        options.Scopes.Add("trade");
        options.MaxKeys = 1_000;
        options.MemberNames["key_id"] = "api_key";
        options.MemberNames["scopes"] = "permissions";
        options.ErrorBody = static (_, text) => new JsonObject { ["error"] = text };
        options.OnIssuing = (_, draft) => new(CheckEnd(draft, settings, time));
    };

    private static string? CheckEnd(KeyDraft draft, TheOneSettings settings, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (draft.Expires > now || draft.Expires is null || settings.LifetimeInPlaceOfPastExpiry is not { } lifetime)
        {
            return null;
        }

        draft.Expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        draft.Warning = "The expires_at that was asked for is in the past: this test key lives until the expires_at of this answer instead.";
        return null;
    }
}
