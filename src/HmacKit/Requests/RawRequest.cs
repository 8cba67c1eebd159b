namespace HmacKit;

/// <summary>A whole request in memory: from a queue, a function's event, a log, or about to be sent.</summary>
public sealed class RawRequest : RequestSource
{
    private readonly KeyValuePair<string, string>[] _headers;

    /// <summary>A request from its parts.</summary>
    /// <param name="method">The method, such as <c>POST</c>.</param>
    /// <param name="target">The raw request target, path and query as on the wire.</param>
    /// <param name="headers">Names and values, in any order; a name may occur more than once. Values are taken as they are, not trimmed.</param>
    /// <param name="body">The body's bytes; not copied.</param>
    /// <param name="origin">Scheme, host and port as the sender used them; needed only where they are signed.</param>
    public RawRequest(
        string method,
        string target,
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlyMemory<byte> body = default,
        PublicOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(headers);
        Method = method;
        Target = target;
        Body = body;
        Origin = origin;
        _headers = [.. headers];
    }

    /// <inheritdoc/>
    public override string Method { get; }

    /// <inheritdoc/>
    public override string Target { get; }

    /// <summary>The body's bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>All headers, as they were given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>What follows the body, names and values, in any order; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers { get; init; } = [];

    /// <inheritdoc/>
    public override PublicOrigin? Origin { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> HeaderNames => _headers.Select(static header => header.Key);

    /// <inheritdoc/>
    public override HeaderValue GetHeader(string name)
    {
        HeaderValue found = default;
        foreach (KeyValuePair<string, string> header in _headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                if (!found.IsMissing)
                {
                    return HeaderValue.Repeated;
                }

                found = HeaderValue.Of(header.Value);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> GetHeaderLines(string name) => LinesOf(_headers, name);

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetTrailerLines(string name) => Trailers.Count > 0 && LinesOf(Trailers, name) is { Length: > 0 } lines ? lines : null;

    private static string[] LinesOf(IEnumerable<KeyValuePair<string, string>> fields, string name) =>
        [.. fields.Where(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)).Select(static field => field.Value)];

    /// <inheritdoc/>
    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        new(Body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(Body));
}
