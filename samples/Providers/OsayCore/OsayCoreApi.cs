using HmacKit;
using HmacKit.Jwt;

namespace Providers.OsayCore;

/// <summary>The OsayCore API: every call is signed by an application, and some also carry the token of a user.</summary>
internal static class OsayCoreApi
{
    private const string Issuer = "https://api.osaycore.example";
    private const string Audience = "osaycore";
    private const string Provider = "{provider:regex(^(google|github)$)}";

    public static IServiceCollection AddOsayCore(this IServiceCollection services) => services
        .AddSingleton<OsayCoreApps>()
        .AddSingleton<OsayCoreUsers>()
        .AddSingleton<CreditLedger>()
        .AddSingleton<PendingSignIns>()
        .AddSingleton(provider => new UserTokenIssuer(
            TokenKeys.Ring, Issuer, Audience, new UserTokenIssuerOptions { TimeProvider = provider.GetRequiredService<TimeProvider>() }))
        .AddSingleton(provider => new UserTokenValidator(
            TokenKeys.Ring, Issuer, Audience, new UserTokenValidatorOptions { TimeProvider = provider.GetRequiredService<TimeProvider>() }));

    public static void MapOsayCore(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireSignature("osaycore");
        api.MapPost("/auth/oauth/initiate", SignInEndpoints.InitiateAsync);
        api.MapPost("/auth/generate-user-jwt", UserEndpoints.IssueTokenAsync);
        api.MapPost("/credits/add-credits", CreditEndpoints.AddAsync);
        api.MapPost("/action/deduct-credits", CreditEndpoints.DeductAsync).AddEndpointFilter<UserSessionFilter>();
        api.MapGet("/user/context", UserEndpoints.GetContext).AddEndpointFilter<UserSessionFilter>();

        // A browser comes here, which can't sign: what it brings is the state of its sign-in.
        app.MapGet("/oauth/" + Provider + "/authorize", SignInEndpoints.ShowConsent);
        app.MapPost("/oauth/" + Provider + "/authorize", SignInEndpoints.AnswerConsentAsync);
        app.MapGet("/api/auth/oauth/callback/" + Provider, SignInEndpoints.FinishAsync);
    }
}
