using HmacKit;

namespace Providers.Callers;

/// <summary>The key that let a request through, whether it signed or was shown.</summary>
internal static class CallerKey
{
    public static KeyIdentity Of(HttpContext context) =>
        context.GetVerification().Identity
        ?? context.GetApiKey().Identity
        ?? throw new InvalidOperationException("Nothing let the request through: the endpoint needs RequireSignature or RequireApiKey.");

    /// <summary>Whose key it is: the account that the request is for.</summary>
    public static string OwnerOf(HttpContext context)
    {
        KeyIdentity key = Of(context);
        return key.Owner ?? key.KeyId;
    }
}
