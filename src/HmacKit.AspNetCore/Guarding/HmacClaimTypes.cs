namespace HmacKit.AspNetCore;

/// <summary>The claims of a caller, whether it came with an HMAC key or an API key.</summary>
public static class HmacClaimTypes
{
    /// <summary>The public id of the key.</summary>
    public const string KeyId = "hmackit:key_id";

    /// <summary>Whose key it is; also the name identifier.</summary>
    public const string Owner = "hmackit:owner";

    /// <summary>A scope of the key; one claim each.</summary>
    public const string Scope = "scope";

    /// <summary>The key's tier.</summary>
    public const string Tier = "hmackit:tier";

    /// <summary>Which secret matched: <c>primary</c> or <c>older</c>.</summary>
    public const string Key = "hmackit:key";

    /// <summary>The signed time, in Unix milliseconds.</summary>
    public const string SignedAt = "hmackit:signed_at";
}
