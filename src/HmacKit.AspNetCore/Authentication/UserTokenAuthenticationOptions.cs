using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Settings of authentication by a user's bearer token.</summary>
public sealed class UserTokenAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The most characters of a token that are handed to <see cref="ValidateToken"/>: 8192.</summary>
    public const int MaxTokenLength = 8192;

    /// <summary>
    /// Validates a token and says whose it is, or null to refuse it. It must refuse, and not throw, whatever the text is.
    /// With HmacKit.Jwt: <c>async (context, token) => (await validator.ValidateAsync(token, context.RequestAborted)).Identity</c>.
    /// </summary>
    public Func<HttpContext, string, ValueTask<KeyIdentity?>>? ValidateToken { get; set; }

    /// <summary>What a refused caller is told; problem details that say nothing but the status by default.</summary>
    public RefusalAnswer Answer { get; set; } = RefusalAnswer.Problem;

    /// <inheritdoc/>
    public override void Validate(string scheme)
    {
        base.Validate(scheme);
        if (ValidateToken is null)
        {
            throw new InvalidOperationException($"User tokens of scheme '{scheme}' are validated by your code: set {nameof(UserTokenAuthenticationOptions)}.{nameof(ValidateToken)}.");
        }
    }
}
