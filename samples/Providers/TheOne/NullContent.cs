namespace Providers.TheOne;

/// <summary>
/// Takes <c>null</c> for no content in GET requests: that is what newer versions of axios make of <c>data: null</c>, while
/// TheOne's document signs the empty string. Any other content stays, and then the signature doesn't fit.
/// </summary>
internal static class NullContent
{
    private static ReadOnlySpan<byte> Null => "null"u8;

    public static IApplicationBuilder TakeNullContentForNone(this IApplicationBuilder app, PathString path) => app.Use(next => context =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.ContentLength == Null.Length && context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)
            ? ReadAsync(context, next)
            : next(context));

    private static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        byte[] content = new byte[Null.Length];
        int length = await context.Request.Body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, context.RequestAborted);
        bool isNull = Null.SequenceEqual(content.AsSpan(0, length));
        context.Request.Body = isNull ? Stream.Null : new MemoryStream(content, 0, length, writable: false);

        // Said aloud: without a length, nothing looks to the verification like a body that somebody has read.
        context.Request.ContentLength = isNull ? 0 : length;
        await next(context);
    }
}
