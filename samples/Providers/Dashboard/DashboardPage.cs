using System.Net;
using HmacKit.AspNetCore;
using Microsoft.Extensions.Options;
using Providers.Store;

namespace Providers.Dashboard;

/// <summary>The page at <c>/</c>: the latest verifications, live. Only for this machine, unless the settings say otherwise.</summary>
internal static class DashboardPage
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services
        .AddSingleton<VerificationFeed>()
        .AddSingleton<VerificationRecorder>()
        .AddSingleton<IConfigureOptions<SignatureOptions>>(provider => provider.GetRequiredService<VerificationRecorder>())
        .AddSingleton<IConfigureOptions<ApiKeyOptions>>(provider => provider.GetRequiredService<VerificationRecorder>());

    /// <summary>Takes down verifications from here on: before all other middleware.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        VerificationRecorder recorder = app.Services.GetRequiredService<VerificationRecorder>();
        app.Use(next => context => recorder.InvokeAsync(context, next));
    }

    public static void MapDashboard(this WebApplication app)
    {
        bool allowRemote = app.Configuration.GetValue<bool>("Dashboard:AllowRemote");
        RouteGroupBuilder page = app.MapGroup("").AddEndpointFilter((context, next) =>
            allowRemote || IsLocal(context.HttpContext) ? next(context) : ValueTask.FromResult<object?>(Results.NotFound()));
        page.MapFile("/", "dashboard.html", "text/html");
        page.MapFile("/dashboard.js", "dashboard.js", "text/javascript");
        page.MapFile("/dashboard.css", "dashboard.css", "text/css");
        page.MapGet("/dashboard/verifications", Watch);
    }

    private static void MapFile(this RouteGroupBuilder page, string path, string name, string contentType)
    {
        string text = EmbeddedText.Read(name);
        page.MapGet(path, (HttpContext context, CancellationToken _) =>
        {
            // Nothing but its own files: what a stranger has put into a path stays text.
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Results.Text(text, contentType + "; charset=utf-8");
        });
    }

    private static IResult Watch(HttpContext context, VerificationFeed feed, IHostApplicationLifetime lifetime)
    {
        // A page that stays open must not keep the host from stopping.
        var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(either);
        return feed.TryWatch(either.Token) is { } records
            ? TypedResults.ServerSentEvents(records)
            : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Whether a request comes from this machine and means it: a page elsewhere can give its own name our address.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]";
}
