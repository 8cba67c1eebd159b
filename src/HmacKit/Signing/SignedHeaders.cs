using System.Collections;

namespace HmacKit;

/// <summary>
/// What signs a request: the headers to set, in the scheme's order, and, for schemes that carry something there, the target
/// and the body to send. Enumerating it gives the headers.
/// </summary>
public sealed class SignedHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _headers;

    internal SignedHeaders(KeyValuePair<string, string>[] headers, string target, ReadOnlyMemory<byte>? body)
    {
        _headers = headers;
        Target = target;
        Body = body;
    }

    internal SignedHeaders(RequestDraft draft, bool isBodySet)
        : this([.. draft.Headers], draft.Target, isBodySet ? draft.Body : default(ReadOnlyMemory<byte>?))
    {
    }

    /// <summary>The target to send: the request's own, unless the query or the path carries something.</summary>
    public string Target { get; }

    /// <summary>The body to send, where it carries something; null (the usual case) if it is to be sent as it is.</summary>
    public ReadOnlyMemory<byte>? Body { get; }

    /// <inheritdoc/>
    public int Count => _headers.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>The value of a header; upper and lower case of its name are the same.</summary>
    /// <exception cref="KeyNotFoundException">The scheme has no such header.</exception>
    public string this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, string> header in _headers)
            {
                if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return header.Value;
                }
            }

            throw new KeyNotFoundException($"The scheme sets no header '{name}'; it sets {string.Join(", ", _headers.Select(static header => header.Key))}.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The request with all of it, in place of what it had there.</summary>
    /// <param name="request">The request that was signed.</param>
    public RawRequest ApplyTo(RawRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IEnumerable<KeyValuePair<string, string>> others = request.Headers.Where(
            header => !_headers.Any(own => string.Equals(own.Key, header.Key, StringComparison.OrdinalIgnoreCase)));
        return new RawRequest(request.Method, Target, others.Concat(_headers), Body ?? request.Body, request.Origin) { Trailers = request.Trailers };
    }
}
