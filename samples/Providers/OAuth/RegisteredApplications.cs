using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Providers.Store;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Providers.OAuth;

/// <summary>Makes the database, and registers the applications of the settings in it, before the host takes requests.</summary>
internal sealed class RegisteredApplications(IServiceProvider services, IConfiguration configuration) : IHostedService, IDisposable
{
    // A database in memory lives as long as a connection to it does.
    private readonly SqliteConnection _connection = new(OAuthApi.ConnectionString(configuration));

    public static Dictionary<string, OAuthApplication> Read(IConfiguration configuration) =>
        new(configuration.GetSection("OAuth:Applications").Get<Dictionary<string, OAuthApplication>>() ?? [], StringComparer.Ordinal);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (OAuthApi.PathOf(configuration) is { } path)
        {
            OwnersFile.Create(path);
        }

        await _connection.OpenAsync(cancellationToken);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OAuthDatabase>().Database.EnsureCreatedAsync(cancellationToken);
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach ((string id, OAuthApplication application) in Read(configuration))
        {
            OpenIddictApplicationDescriptor descriptor = Describe(id, application);
            if (await applications.FindByClientIdAsync(id, cancellationToken) is { } known)
            {
                await applications.UpdateAsync(known, descriptor, cancellationToken);
            }
            else
            {
                await applications.CreateAsync(descriptor, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _connection.Dispose();

    private static OpenIddictApplicationDescriptor Describe(string id, OAuthApplication application)
    {
        bool isPublic = application.Secret is null;
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = application.Secret,

            // An app on somebody's machine comes back to whatever port of its own is free (RFC 8252, section 7.3).
            ApplicationType = isPublic ? ApplicationTypes.Native : ApplicationTypes.Web,
            ClientType = isPublic ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = application.Name,
        };
        descriptor.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Endpoints.Revocation]);
        if (application.RedirectUris.Length > 0)
        {
            descriptor.Permissions.UnionWith(
                [Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code]);
            descriptor.RedirectUris.UnionWith(application.RedirectUris.Select(static uri => new Uri(uri)));
        }

        if (isPublic)
        {
            descriptor.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        }
        else
        {
            descriptor.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
        }

        descriptor.Permissions.UnionWith(application.Scopes.Append(Scopes.OfflineAccess).Select(static scope => Permissions.Prefixes.Scope + scope));
        return descriptor;
    }
}
