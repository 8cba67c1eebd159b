using System.Globalization;

namespace Providers.Guide;

/// <summary>
/// The guide's versions beside each other: <c>/guide/v1</c>, which is deprecated, and <c>/guide/v2</c>, which <c>/guide</c> is too. Every answer of version 1 says so
/// (<c>Deprecation</c>, RFC 9745), until when it is there (<c>Sunset</c>, RFC 8594), and what comes after it; from that day on it is 410.
/// </summary>
internal static class GuideVersions
{
    public const string Old = "/guide/v1";

    private const string Successor = "</guide/v2>; rel=\"successor-version\"";
    private const int LeastMonths = 6;

    /// <summary>Before the routing.</summary>
    public static void UseGuideVersions(this WebApplication app)
    {
        DateTimeOffset since = app.Configuration.GetValue<DateTimeOffset>("Guide:Version1:DeprecatedSince");
        DateTimeOffset until = app.Configuration.GetValue<DateTimeOffset>("Guide:Version1:Sunset");
        if (until < since.AddMonths(LeastMonths))
        {
            throw new InvalidOperationException($"Guide:Version1:Sunset is {LeastMonths} months or more after DeprecatedSince: that long is promised.");
        }

        TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
        string deprecation = string.Create(CultureInfo.InvariantCulture, $"@{since.ToUnixTimeSeconds()}");
        app.Use(next => context =>
        {
            if (!context.Request.Path.StartsWithSegments(Old, StringComparison.Ordinal))
            {
                return next(context);
            }

            context.Response.OnStarting(() =>
            {
                context.Response.Headers["Deprecation"] = deprecation;
                context.Response.Headers["Sunset"] = until.ToString("R", CultureInfo.InvariantCulture);
                context.Response.Headers.Link = Successor;
                return Task.CompletedTask;
            });
            if (time.GetUtcNow() < until)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        });
    }
}
