using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>The gate of users' tokens, which the application's own code validates.</summary>
internal sealed class UserTokenGate(string name, Func<HttpContext, string, ValueTask<KeyIdentity?>> validate, RequireUserTokenOptions options, GateServices services)
    : Gate<RequireUserTokenOptions, KeyIdentity?>(name, options, services)
{
    private const int MaxTokenLength = 8192;

    /// <summary>The gate with the settings of a name.</summary>
    /// <exception cref="InvalidOperationException">Nobody validates its tokens.</exception>
    public static UserTokenGate Create(string name, RequireUserTokenOptions options, GateServices shared) => new(
        name,
        options.ValidateToken ?? throw new InvalidOperationException($"User tokens of '{name}' are validated by your code: set {nameof(RequireUserTokenOptions)}.{nameof(options.ValidateToken)}."),
        options,
        shared);

    // A compact JWS has exactly two dots (RFC 7515 section 3.1), an API key has none.
    public override bool IsCarriedBy(HttpRequest request) => TokenOf(request) is { } token && token.AsSpan().Count('.') == 2;

    protected override async ValueTask VerifyCoreAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere)
    {
        try
        {
            callers.User.Result = TokenOf(context.Request) is { Length: <= MaxTokenLength } token ? await validate(context, token).ConfigureAwait(false) : null;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be told of it.
        }
    }

    protected override ref Callers.Entry<KeyIdentity?> EntryOf(Callers callers) => ref callers.User;

    protected override bool IsValid(in KeyIdentity? result) => result is not null;

    protected override KeyIdentity? IdentityOf(in KeyIdentity? result) => result;

    protected override bool IsNobodys(HttpContext context, in KeyIdentity? result) => TokenOf(context.Request) is null;

    protected override string ToFailure(in KeyIdentity? result) => "User token refused.";

    protected override CallerIdentity ToClaims(in KeyIdentity? result, string authenticationType) => new(result!, authenticationType, isPrimary: null);

    protected override Refusal ToRefusal(HttpContext context, in KeyIdentity? result) =>
        new(TokenOf(context.Request) is null ? RefusalReason.MissingToken : RefusalReason.InvalidToken) { Challenge = "Bearer" };

    protected override string NameOf(in KeyIdentity? result) => result is null ? "invalid" : "valid";

    protected override void Report(HttpContext context, in KeyIdentity? result)
    {
        Metrics.Verified(Name, NameOf(result), key: "none");
        if (result is null)
        {
            Log.UserTokenRefused(Logger, Name, LogText.Of(context.Request.Method), LogText.PathOf(context.Request));
        }
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && IsBearer(value) ? value["Bearer ".Length..] : null;
}
