using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>The gate of API keys.</summary>
internal sealed class ApiKeyGate(string name, ApiKeyVerifier verifier, ApiKeyOptions options, GateServices services)
    : Gate<ApiKeyOptions, ApiKeyResult>(name, options, services)
{
    public string Header => Options.Header;

    /// <summary>The gate with the settings of a name.</summary>
    /// <exception cref="InvalidOperationException">There are no API keys, or no header for them.</exception>
    public static ApiKeyGate Create(string name, ApiKeyOptions options, GateServices shared, IServiceProvider services)
    {
        ApiKeyVerifier verifier = services.GetService<ApiKeyVerifier>()
            ?? throw new InvalidOperationException("API keys are required, which aren't registered: call services.AddHmacKit(hmac => hmac.AddApiKeys()).");
        return string.IsNullOrWhiteSpace(options.Header)
            ? throw new InvalidOperationException($"ApiKeyOptions.Header of '{name}' is empty: set the name of the header with the key.")
            : new ApiKeyGate(name, verifier, options, shared);
    }

    // A token of a user has exactly two dots (a compact JWS, RFC 7515 section 3.1), an API key has none.
    public override bool IsCarriedBy(HttpRequest request) => Options.IsBearer
        ? request.Headers.Authorization is [{ } value] && IsBearer(value) && value.AsSpan().Count('.') != 2
        : request.Headers.ContainsKey(Header);

    protected override async ValueTask VerifyCoreAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere)
    {
        StringValues values = context.Request.Headers[Header];
        string? value = values.Count == 1 ? values[0] : null;

        // Another authentication scheme, such as Basic, isn't a key without its prefix.
        bool isForged = values.Count > 1 || (value is not null && Options.IsBearer && !IsBearer(value));
        try
        {
            // A value that is nobody's key stands for one that can't be read.
            callers.ApiKey.Result = Options.Judge(await verifier.VerifyAsync(isForged ? "?" : value, requiredScope: null, context.RequestAborted).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be told of it.
        }
    }

    protected override ref Callers.Entry<ApiKeyResult> EntryOf(Callers callers) => ref callers.ApiKey;

    protected override bool IsValid(in ApiKeyResult result) => result.IsValid;

    protected override KeyIdentity? IdentityOf(in ApiKeyResult result) => result.Identity;

    // What stands in Authorization and isn't written like a key may be another scheme's.
    protected override bool IsNobodys(HttpContext context, in ApiKeyResult result) =>
        result.Status == ApiKeyStatus.Missing || (result.Status == ApiKeyStatus.Malformed && Options.IsBearer);

    protected override string ToFailure(in ApiKeyResult result) => $"API key refused: {result.Status}.";

    protected override CallerIdentity ToClaims(in ApiKeyResult result, string authenticationType) =>
        new(result.Identity!, authenticationType, isPrimary: result.OldSecretEnds is null);

    protected override Refusal ToRefusal(HttpContext context, in ApiKeyResult result) =>
        Refusal.Of(result.Status) with { Challenge = Options.IsBearer ? "Bearer" : "ApiKey" };

    protected override string NameOf(in ApiKeyResult result) => HmacKitMetrics.NameOf(result.Status);

    protected override void Report(HttpContext context, in ApiKeyResult result)
    {
        Metrics.Verified(Name, result);
        string method = LogText.Of(context.Request.Method);
        string path = LogText.PathOf(context.Request);
        if (!result.IsValid)
        {
            Log.ApiKeyRefused(Logger, method, path, result.Status, result.Identity?.KeyId);
            return;
        }

        Log.ApiKeyVerified(Logger, method, path, result.Identity?.KeyId);
        if (result.OldSecretEnds is { } end)
        {
            Log.OlderApiKey(Logger, result.Identity?.KeyId, end);
        }
    }
}
