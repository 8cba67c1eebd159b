namespace HmacKit.Testing;

/// <summary>A request to the letter as it is to be on the wire. Host and the framing of the body are the transport's.</summary>
internal sealed record WireRequest(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the body is sent in chunks, without a Content-Length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The same with another value for a header.</summary>
    public WireRequest With(string name, string value) =>
        this with { Headers = [.. Headers.Select(header => Is(header, name) ? new(header.Key, value) : header)] };

    /// <summary>The same without a header.</summary>
    public WireRequest Without(string name) => this with { Headers = [.. Headers.Where(header => !Is(header, name))] };

    /// <summary>The same with one header more, on a line of its own behind the others.</summary>
    public WireRequest Adding(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    public string Value(string name) => Headers.First(header => Is(header, name)).Value;

    /// <summary>As a server sees it: without the blanks around header values and, where the client joins lines of one name, joined.</summary>
    public RawRequest AsReceived(PublicOrigin origin, bool areJoined)
    {
        IEnumerable<KeyValuePair<string, string>> headers = Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Trim(' ', '\t')));
        if (areJoined)
        {
            headers = headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
                .Select(group => KeyValuePair.Create(group.Key, string.Join(", ", group.Select(header => header.Value))));
        }

        return new RawRequest(Method, Target, WithHost(headers, origin), Body, origin);
    }

    /// <summary>Headers with the host, which clients set by themselves.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WithHost(IEnumerable<KeyValuePair<string, string>> headers, PublicOrigin origin) =>
        headers.Any(static header => Is(header, "Host")) ? headers : headers.Append(new("Host", origin.Authority));

    private static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
