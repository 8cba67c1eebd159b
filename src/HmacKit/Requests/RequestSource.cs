namespace HmacKit;

/// <summary>
/// A request as it is (or will be) on the wire: the head at once, the body when it is asked for. An adapter for a
/// web framework derives from this; <see cref="RawRequest"/> is the one for requests in memory.
/// </summary>
public abstract class RequestSource
{
    /// <summary>The method as on the wire, such as <c>POST</c>.</summary>
    public abstract string Method { get; }

    /// <summary>
    /// The raw request target as on the request line: path and query, still percent-encoded, nothing normalised
    /// (origin form, RFC 9112 section 3.2.1). Example: <c>/a%2Fb?x=1</c>.
    /// </summary>
    public abstract string Target { get; }

    /// <summary>The values under a header name.</summary>
    /// <param name="name">The name; upper and lower case are the same.</param>
    public abstract HeaderValue GetHeader(string name);

    /// <summary>
    /// All values under a header name, in their order, for schemes that sign a header that is there several times (RFC 9421 section 2.1). By default the one that
    /// <see cref="GetHeader"/> has, and null where there are several: a source that can't tell them apart refuses such a signature.
    /// </summary>
    /// <param name="name">The name; upper and lower case are the same.</param>
    public virtual IReadOnlyList<string>? GetHeaderLines(string name)
    {
        HeaderValue header = GetHeader(name);
        return header.IsRepeated ? null : header.Value is { } value ? [value] : [];
    }

    /// <summary>
    /// All values under the name of a trailer (RFC 9110 section 6.5), in their order, once the body was read to its end; null by default, where it has none under this name, and where they
    /// aren't known.
    /// </summary>
    /// <param name="name">The name; upper and lower case are the same.</param>
    public virtual IReadOnlyList<string>? GetTrailerLines(string name) => null;

    /// <summary>The names of all headers, for messages that cover a group of them. A name may occur more than once; order and case don't matter.</summary>
    public abstract IEnumerable<string> HeaderNames { get; }

    /// <summary>
    /// Scheme, host and port as the sender used them, where they are known for certain; null by default. A server knows
    /// them only from its configuration.
    /// </summary>
    public virtual PublicOrigin? Origin => null;

    /// <summary>The request that this is the answer to, where it is an answer; null (the default) where it is a request. See <see cref="AnswerSource"/>.</summary>
    public virtual RequestSource? Answered => null;

    /// <summary>The status code of an answer, where <see cref="Answered"/> is set and it is known; null by default.</summary>
    public virtual int? Status => null;

    /// <summary>Reads the whole body, if it has at most <paramref name="limit"/> bytes.</summary>
    /// <param name="limit">The most bytes to read. A larger declared length is refused before reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default);
}
