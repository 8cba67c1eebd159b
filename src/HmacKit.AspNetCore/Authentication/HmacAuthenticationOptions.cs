using Microsoft.AspNetCore.Authentication;

namespace HmacKit.AspNetCore;

/// <summary>Settings of HMAC authentication.</summary>
public sealed class HmacAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The name under which the signature scheme was added; that of the authentication scheme by default.</summary>
    public string? SignatureScheme { get; set; }
}
