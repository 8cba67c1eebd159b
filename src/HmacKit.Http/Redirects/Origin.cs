namespace HmacKit.Http;

/// <summary>Origins as RFC 6454 has them: scheme, host and port.</summary>
internal static class Origin
{
    /// <summary>Whether both have one scheme, host and port. https and http are two origins.</summary>
    public static bool IsSame(Uri left, Uri right) =>
        string.Equals(left.Scheme, right.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase)
        && left.Port == right.Port;

    /// <summary>The origin as text, for logs and as a key: nothing of path, query or user.</summary>
    public static string Of(Uri uri) => $"{uri.Scheme}://{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";

    /// <summary>Whether nobody on the way can read or write along: https, or this very machine.</summary>
    public static bool IsProtected(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback;

    /// <summary>Refuses a setting that names no origin; null is none at all.</summary>
    public static void ThrowIfNone(Uri? uri, string parameter)
    {
        if (uri is not null && !(uri.IsAbsoluteUri && uri.Scheme is "https" or "http"))
        {
            throw new ArgumentException("An origin is given as an absolute http or https URI.", parameter);
        }
    }

    /// <summary>The address of a request in a handler, where it must be absolute.</summary>
    public static Uri AddressOf(HttpRequestMessage request) =>
        request.RequestUri is { IsAbsoluteUri: true } uri
            ? uri
            : throw new InvalidOperationException("The request needs an absolute URI: set HttpClient.BaseAddress, or RequestUri to an absolute one.");
}
