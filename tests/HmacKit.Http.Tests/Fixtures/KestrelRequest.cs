using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>A request as Kestrel received it: the raw target, all header values, the body's bytes.</summary>
internal sealed class KestrelRequest(HttpContext context, byte[] body, PublicOrigin? origin = null) : RequestSource
{
    public override string Method => context.Request.Method;

    public override string Target => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public override PublicOrigin? Origin => origin;

    public override IEnumerable<string> HeaderNames => context.Request.Headers.Keys;

    public override HeaderValue GetHeader(string name)
    {
        StringValues values = context.Request.Headers[name];
        return values.Count > 1 ? HeaderValue.Repeated : HeaderValue.Of(values);
    }

    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        new(body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(body));
}
