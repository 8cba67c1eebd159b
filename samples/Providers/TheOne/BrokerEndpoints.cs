using System.Globalization;
using HmacKit;
using Providers.Callers;
using Providers.Json;

namespace Providers.TheOne;

/// <summary>API keys for a broker's own programs. A key works from the moment at which it is shown, which happens once.</summary>
internal static class BrokerEndpoints
{
    private const int MaxName = KeyIdentity.MaxTextLength;

    private static readonly string[] Permissions = ["read", "trade"];

    public static async Task<IResult> CreateKeyAsync(
        HttpContext context, [FromKeyedServices("theone")] HmacCredentialIssuer issuer, TheOneSettings settings, TimeProvider time)
    {
        if (await ApiJson.ReadAsync<KeyRequest>(context) is not { } request
            || !ApiJson.IsText(request.Name, MaxName)
            || !ApiJson.IsOptionalText(request.Description)
            || request.Permissions is not { Length: > 0 } permissions
            || permissions.Except(Permissions, StringComparer.Ordinal).Any()
            || permissions.Distinct(StringComparer.Ordinal).Count() != permissions.Length
            || !TryReadTime(request.ExpiresAt, out DateTimeOffset? expires))
        {
            return TheOneAnswers.BadRequest("Invalid request");
        }

        DateTimeOffset now = time.GetUtcNow();
        string? warning = null;
        if (expires <= now)
        {
            if (settings.LifetimeInPlaceOfPastExpiry is not { } lifetime)
            {
                return TheOneAnswers.BadRequest("expires_at is in the past");
            }

            expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
            warning = "The expires_at that was asked for is in the past: this test key lives until the expires_at of this answer instead.";
        }

        IssuedCredential issued = await issuer.IssueAsync(
            new CredentialRequest
            {
                Owner = CallerKey.OwnerOf(context),
                Name = request.Name,
                Description = request.Description,
                Scopes = permissions,
                Expires = expires,
            },
            context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return ApiJson.Answer(
            new
            {
                api_key = issued.KeyId,
                secret = issued.SecretShownOnce,
                name = request.Name,
                description = request.Description,
                permissions,
                created_at = ApiJson.Time(issued.Credential.Created),
                expires_at = expires is { } end ? ApiJson.Time(end) : null,
                warning,
            },
            StatusCodes.Status201Created);
    }

    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        if (!DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read))
        {
            return false;
        }

        time = read;
        return true;
    }

    private sealed record KeyRequest(string? Name, string? Description, string[]? Permissions, string? ExpiresAt);
}
