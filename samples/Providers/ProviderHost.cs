using HmacKit;
using Providers.Dashboard;
using Providers.Guide;
using Providers.OneRing;
using Providers.Oort;
using Providers.OsayCore;
using Providers.Store;
using Providers.TheOne;

namespace Providers;

/// <summary>One host with five documented APIs.</summary>
internal static class ProviderHost
{
    /// <summary>The most bytes of a body; the signed APIs allow less.</summary>
    private const int MaxBodyBytes = 128 * 1024;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        AddServices(builder.Services, builder.Configuration);

        WebApplication app = builder.Build();
        app.UseDashboard();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseRouting();
        app.UseAddressLimit("address");
        app.TakeNullContentForNone("/api/v1");
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDashboard();
        app.MapOneRing();
        app.MapOsayCore();
        app.MapTheOne();
        app.MapOort();
        app.MapGuide();
        return app;
    }

    private static void AddServices(IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddHmacKit(configuration.GetSection("HmacKit"), hmac => hmac
            .AddApiKeys()
            .AddLimits()
            .AddUserTokens(TokenKeys.Create(), TokenKeys.RingId)
            .AddScheme(SchemeCatalog.OsayCore)
            .AddScheme(SchemeCatalog.TheOne)
            .AddCredentials("theone")
            .AddScheme(SchemeCatalog.Oort)
            .AddScheme(GuideApi.WebhookScheme, SchemeCatalog.Body)
            .UseStore(configuration));
        services.AddSingleton(_ => new ProviderDatabase(configuration["Store:Path"]));
        services.AddOneRing(configuration).AddOsayCore().AddTheOne(configuration).AddOort().AddGuide().AddDashboard();
    }
}
