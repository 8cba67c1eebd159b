using HmacKit.AspNetCore;
using HmacKit.Jwt;
using Providers.Audit;

namespace Providers.OsayCore;

/// <summary>The OsayCore API: every call is signed by an application, and some also carry the token of a user.</summary>
internal static class OsayCoreApi
{
    private const string App = "osaycore";
    private const string AppAndUser = "osaycore-app-and-user";
    private const string Provider = "{provider:regex(^(google|github)$)}";

    public static IServiceCollection AddOsayCore(this IServiceCollection services)
    {
        services.Configure<SignatureOptions>(App, options => options.Answer = OsayCoreAnswer.Instance);
        services.AddAuthentication().AddHmac(App).AddUserToken(UserSession.Scheme, options =>
        {
            options.Answer = OsayCoreAnswer.Instance;
            options.ValidateToken = UserSession.ValidateAsync;
        });
        services.AddAuthorizationBuilder().AddPolicy(AppAndUser, policy => policy.RequireCallers(App, UserSession.Scheme));
        return services
            .AddSingleton<OsayCoreApps>()
            .AddSingleton<RevokedTokens>(static provider => new MemoryRevokedTokens(time: provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<OsayCoreUsers>()
            .AddSingleton<CreditLedger>()
            .AddSingleton<PublicOrigin>()
            .AddSingleton<PendingSignIns>();
    }

    public static void MapOsayCore(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireLimit();
        api.MapPost("/auth/oauth/initiate", SignInEndpoints.InitiateAsync).RequireSignature(App);
        api.MapPost("/auth/generate-user-jwt", UserEndpoints.IssueTokenAsync).RequireSignature(App);
        api.MapPost("/credits/add-credits", CreditEndpoints.AddAsync).RequireSignature(App, "add_credits");
        api.MapPost("/action/deduct-credits", CreditEndpoints.DeductAsync).RequireAuthorization(AppAndUser);
        api.MapGet("/credits/transactions", CreditEndpoints.ListTransactions).RequireAuthorization(AppAndUser);
        api.MapPost("/users", UserEndpoints.RegisterAsync).RequireSignature(App);
        api.MapPost("/auth/sign-out", UserEndpoints.SignOutAsync).RequireAuthorization(AppAndUser);
        api.MapGet("/activity", ActivityEndpoints.ListAsync).RequireSignature(App);
        api.MapGet("/user/context", UserEndpoints.GetContext).RequireAuthorization(AppAndUser);

        // A browser comes here, which can't sign: what it brings is the state of its sign-in.
        api.MapGet("/auth/oauth/callback/" + Provider, SignInEndpoints.FinishAsync);
        app.MapGet("/oauth/" + Provider + "/authorize", SignInEndpoints.ShowConsent);
        app.MapPost("/oauth/" + Provider + "/authorize", SignInEndpoints.AnswerConsentAsync);
    }
}
