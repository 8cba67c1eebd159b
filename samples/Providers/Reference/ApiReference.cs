using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Providers.Reference;

/// <summary>
/// The reference of the calls: <c>/openapi/v1.json</c> for programs, <c>/reference</c> for people. The page has all it needs from this host, and its browser is told to ask no other one.
/// </summary>
internal static class ApiReference
{
    private const string Page = "/reference";
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    // The longer paths first.
    private static readonly (string Path, string Api)[] Apis =
    [
        ("v1/external", "OneRing"), ("api/v1", "TheOne"), ("broker", "TheOne"), ("api/plugin", "OORT"), ("oort", "OORT"), ("api", "OsayCore"),
        ("sandbox/guide", "Guide, sandbox"), ("guide/v1", "Guide, version 1 (deprecated)"), ("guide", "Guide"), ("oauth/google", "OsayCore"), ("oauth/github", "OsayCore"), ("oauth", "OAuth 2.0"),
    ];

    public static IServiceCollection AddApiReference(this IServiceCollection services) => services.AddOpenApi("v1", static options =>
    {
        options.ShouldInclude = static endpoint => ApiOf(endpoint.RelativePath) is not null;
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            operation.Tags = new HashSet<OpenApiTagReference> { new(ApiOf(context.Description.RelativePath)!, context.Document) };
            operation.Deprecated = context.Description.RelativePath?.StartsWith("guide/v1/", StringComparison.Ordinal) == true;
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Five documented APIs in one host", Version = "v1" };
            document.Servers = [new OpenApiServer { Url = "/" }];
            KeyReference.AddTo(document, path => new OpenApiTagReference(ApiOf(path.TrimStart('/'))!, document));
            return Task.CompletedTask;
        });
    });

    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference(Page, static options =>
        {
            options.Title = "API reference";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ProxyUrl = null;
            options.HideClientButton = true;
        });
    }

    /// <summary>Before the routing.</summary>
    public static void UseApiReference(this WebApplication app) => app.Use(static next => context =>
    {
        if (context.Request.Path.StartsWithSegments(Page, StringComparison.Ordinal))
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
        }

        return next(context);
    });

    private static string? ApiOf(string? path) =>
        Array.Find(Apis, api => path is not null && (path == api.Path || path.StartsWith(api.Path + "/", StringComparison.Ordinal))).Api;
}
