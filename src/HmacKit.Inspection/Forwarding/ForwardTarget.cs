namespace HmacKit.Inspection;

/// <summary>Where requests are forwarded to. It is fixed when the inspector is started: no page and no request can choose another origin.</summary>
internal sealed class ForwardTarget
{
    private readonly string _origin;
    private readonly string? _path;

    /// <exception cref="ArgumentException">It isn't an http or https URL of an origin, with a path or without.</exception>
    public ForwardTarget(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ArgumentException($"requests are forwarded to an http or https URL without user, query and fragment, not '{url}'.", nameof(url));
        }

        Url = url;
        _origin = url.GetLeftPart(UriPartial.Authority);
        _path = url.AbsolutePath == "/" ? null : url.AbsolutePath;
    }

    public Uri Url { get; }

    /// <summary>The address for a request: its own path and query to the letter; with a path of the target's own, that and the request's query.</summary>
    public Uri For(string requestTarget)
    {
        string target = PathAndQuery(requestTarget);
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string text = _origin + (_path is null ? target : _path + (query < 0 ? "" : target[query..]));
        return new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    /// <summary>Path and query of a request target, which some clients write with its origin.</summary>
    private static string PathAndQuery(string target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        int origin = target.IndexOf("://", StringComparison.Ordinal);
        int path = origin < 0 ? -1 : target.AsSpan(origin + 3).IndexOfAny('/', '?');
        string rest = path < 0 ? "" : target[(origin + 3 + path)..];
        return rest.StartsWith('/') ? rest : "/" + rest;
    }
}
