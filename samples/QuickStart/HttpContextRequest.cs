using HmacKit;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace QuickStart;

/// <summary>An ASP.NET Core request as the engine sees one.</summary>
public sealed class HttpContextRequest(HttpContext context) : RequestSource
{
    public override string Method => context.Request.Method;

    // Not Request.Path: that is decoded, and the signature covers what was on the wire.
    public override string Target => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public override HeaderValue GetHeader(string name)
    {
        StringValues values = context.Request.Headers[name];
        return values.Count > 1 ? HeaderValue.Repeated : HeaderValue.Of(values);
    }

    public override async ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
    {
        if (context.Request.ContentLength > limit)
        {
            return RequestBody.TooLarge;
        }

        var body = new MemoryStream();
        byte[] chunk = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > limit)
            {
                return RequestBody.TooLarge;
            }
        }

        return RequestBody.Of(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
