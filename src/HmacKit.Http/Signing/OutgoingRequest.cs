using System.Globalization;
using System.Net.Http.Headers;

namespace HmacKit.Http;

/// <summary>An <see cref="HttpRequestMessage"/> as it will be on the wire: before it is signed, or as it was sent.</summary>
internal sealed class OutgoingRequest(HttpRequestMessage message, bool isSent = false) : RequestSource
{
    private readonly Uri _uri = isSent ? Http.Origin.AddressOf(message) : SignedAddress.Unsigned(message);

    public override string Method => message.Method.Method;

    /// <summary>What HttpClient writes on the request line (HTTP/1.1) or as <c>:path</c> (HTTP/2).</summary>
    public override string Target
    {
        get
        {
            string target = _uri.PathAndQuery;

            // Only a Uri made with DangerousDisablePathAndQueryCanonicalization has such a target, and HttpClient writes
            // it as something else or as a broken request line.
            return target.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? throw new InvalidOperationException("The request's path or query isn't what would be on the wire: percent-encode blanks and everything outside ASCII.")
                : target;
        }
    }

    public override PublicOrigin? Origin => new(_uri);

    public override IEnumerable<string> HeaderNames => message.Headers.NonValidated.Select(static header => header.Key)
        .Concat(message.Content is { } content ? content.Headers.NonValidated.Select(static header => header.Key) : []);

    /// <summary>A header as it will be sent; those that HttpClient adds by itself are Host and Content-Length.</summary>
    public override HeaderValue GetHeader(string name)
    {
        if (TryGet(message.Headers.NonValidated, name, out string? value)
            || (message.Content is { } content && TryGet(content.Headers.NonValidated, name, out value)))
        {
            return HeaderValue.Of(value);
        }

        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            string host = _uri.HostNameType == UriHostNameType.IPv6 ? $"[{_uri.IdnHost}]" : _uri.IdnHost;
            return HeaderValue.Of(_uri.IsDefaultPort ? host : $"{host}:{_uri.Port}");
        }

        return name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? HeaderValue.Of(ContentLength()) : default;
    }

    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A signer is given the body.");

    // Without a content HttpClient states a length of zero for the methods that usually have one.
    private string? ContentLength() => message switch
    {
        { Content: { } content } => content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture),
        { Method.Method: "GET" or "HEAD" or "DELETE" or "OPTIONS" or "CONNECT" } => null,
        _ => "0",
    };

    // Several values of one header are sent as one, with the separator of that header between them.
    private static bool TryGet(HttpHeadersNonValidated headers, string name, out string? value)
    {
        bool isThere = headers.TryGetValues(name, out HeaderStringValues values);
        value = isThere ? values.ToString() : null;
        return isThere;
    }
}
