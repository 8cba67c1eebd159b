using System.Security.Cryptography;
using HmacKit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Providers.OAuth;

/// <summary>
/// The OAuth 2.0 of the integration guide, on OpenIddict: authorization code with PKCE, client credentials, refresh tokens that are good once, revocation and
/// discovery. Access tokens are references, so that a revoked one is refused at once.
/// </summary>
internal static class OAuthApi
{
    /// <summary>Reading, which the guide's requests ask for.</summary>
    public const string Read = "read";

    /// <summary>Changing.</summary>
    public const string Write = "write";

    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromHours(1);
    private static readonly string MemoryName = $"oauth-{Guid.NewGuid():N}";

    /// <summary>The database's file, beside that of the providers; null if it is in memory.</summary>
    public static string? PathOf(IConfiguration configuration) => configuration["Store:Path"] is { Length: > 0 } path ? path + ".oauth" : null;

    public static string ConnectionString(IConfiguration configuration) => PathOf(configuration) is { } path
        ? $"Data Source={path}"
        : $"Data Source={MemoryName}-{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(configuration)};Mode=Memory;Cache=Shared";

    public static IServiceCollection AddOAuth(this IServiceCollection services, IConfiguration configuration, bool requiresHttps)
    {
        services.AddDbContext<OAuthDatabase>(options => options.UseSqlite(ConnectionString(configuration)).UseOpenIddict());
        services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<OAuthDatabase>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("oauth/authorize").SetTokenEndpointUris("oauth/token").SetRevocationEndpointUris("oauth/revoke");
                server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow().AllowRefreshTokenFlow();
                server.RegisterScopes(Read, Write, Scopes.OfflineAccess);
                server.UseReferenceAccessTokens().UseReferenceRefreshTokens().SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                server.SetAccessTokenLifetime(AccessTokenLifetime);

                // The sample's own, gone with the process: a real host keeps certificates. Not RSA, whose keys take a second to be made.
                server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
                var web = server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough();
                if (!requiresHttps)
                {
                    web.DisableTransportSecurityRequirement();
                }
            })
            .AddValidation(static validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.UseAspNetCore();
            });
        services.AddSingleton(_ => RegisteredApplications.Read(configuration));
        return services.AddHostedService<RegisteredApplications>();
    }

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("/oauth");
        group.MapGet("/authorize", AuthorizeEndpoint.Show);
        group.MapPost("/authorize", (Delegate)AuthorizeEndpoint.AnswerAsync);
        group.MapPost("/token", (Delegate)TokenEndpoint.ExchangeAsync);
    }

    /// <summary>Who an access token stands for: the same facts as an API key has, and so the same policies and limits.</summary>
    public static async ValueTask<KeyIdentity?> ValidateAsync(HttpContext context, string token)
    {
        AuthenticateResult result = await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal is not { } principal || principal.GetClaim(Claims.Subject) is not { } owner)
        {
            return null;
        }

        List<string> scopes = [];
        if (principal.HasScope(Read))
        {
            scopes.Add("products");
        }

        if (principal.HasScope(Write))
        {
            scopes.Add("products:write");
        }

        return new KeyIdentity { KeyId = $"oauth:{principal.GetClaim(Claims.ClientId) ?? "?"}", Owner = owner, Scopes = scopes, Tier = "guide" };
    }
}
