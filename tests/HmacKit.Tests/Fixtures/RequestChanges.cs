namespace HmacKit.Tests.Fixtures;

/// <summary>Copies of a request with one thing changed.</summary>
internal static class RequestChanges
{
    public static RawRequest WithHeader(this RawRequest request, string name, string value) =>
        request.WithHeaders(request.Headers.Select(header => Is(header, name) ? new(header.Key, value) : header));

    public static RawRequest WithHeader(this RawRequest request, string name, Func<string, string> change) =>
        request.WithHeader(name, change(request.Header(name)));

    public static RawRequest WithoutHeader(this RawRequest request, string name) =>
        request.WithHeaders(request.Headers.Where(header => !Is(header, name)));

    /// <summary>The header once more, in another spelling of its name.</summary>
    public static RawRequest WithHeaderTwice(this RawRequest request, string name) =>
        request.WithHeaders(request.Headers.Append(new(name.ToUpperInvariant(), request.Header(name))));

    public static RawRequest WithHeaders(this RawRequest request, IEnumerable<KeyValuePair<string, string>> headers) =>
        new(request.Method, request.Target, headers, request.Body, request.Origin);

    public static RawRequest WithBody(this RawRequest request, byte[] body) => new(request.Method, request.Target, request.Headers, body, request.Origin);

    public static RawRequest WithMethod(this RawRequest request, string method) => new(method, request.Target, request.Headers, request.Body, request.Origin);

    public static RawRequest WithTarget(this RawRequest request, string target) => new(request.Method, target, request.Headers, request.Body, request.Origin);

    public static string Header(this RawRequest request, string name) => request.Headers.Single(header => Is(header, name)).Value;

    private static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
