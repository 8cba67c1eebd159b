namespace Providers.TheOne;

/// <summary>
/// Drops the content of GET requests before anything looks at it. TheOne's document signs the empty string for GET, content
/// has no meaning there (RFC 9110 section 9.3.1), and some clients send one all the same, without signing it.
/// </summary>
internal static class UnreadContent
{
    public static IApplicationBuilder DropContentOfGet(this IApplicationBuilder app, PathString path) => app.Use(next => context =>
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        {
            context.Request.Body = Stream.Null;
            context.Request.ContentLength = null;
            context.Request.Headers.TransferEncoding = default;
        }

        return next(context);
    });
}
