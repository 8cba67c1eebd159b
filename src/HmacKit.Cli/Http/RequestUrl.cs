namespace HmacKit.Cli;

/// <summary>
/// An absolute URL or a target, taken apart without changing a character: what is signed must be what is sent, so
/// nothing is encoded, decoded or normalised on the way.
/// </summary>
internal sealed class RequestUrl
{
    private RequestUrl(string text, string? authority, string target, PublicOrigin? origin = null)
    {
        Text = text;
        Authority = authority;
        Target = target;
        Origin = origin;
    }

    /// <summary>The URL as it was given, without its fragment, which is never sent.</summary>
    public string Text { get; }

    /// <summary>Host and port, without user and password; null if only a target was given.</summary>
    public string? Authority { get; }

    /// <summary>Path and query as on the request line.</summary>
    public string Target { get; }

    /// <summary>Scheme, host and port; null if only a target was given.</summary>
    public PublicOrigin? Origin { get; }

    /// <summary>The same with another target.</summary>
    public RequestUrl With(string target)
    {
        int path = Origin is null ? 0 : Text.AsSpan(Text.IndexOf("://", StringComparison.Ordinal) + 3).IndexOfAny('/', '?') is >= 0 and var at
            ? Text.IndexOf("://", StringComparison.Ordinal) + 3 + at
            : Text.Length;
        return new RequestUrl(Text[..path] + target, Authority, target, Origin);
    }

    /// <exception cref="CommandException">It is neither, or has characters that can't be sent as they are.</exception>
    public static RequestUrl Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new CommandException("--url has a space, a control character or a character outside ASCII: percent-encode it, since clients do that differently and only what is sent can be signed.");
        }

        int fragment = text.IndexOf('#', StringComparison.Ordinal);
        text = fragment < 0 ? text : text[..fragment];
        if (text.StartsWith('/'))
        {
            return new RequestUrl(text, authority: null, text);
        }

        if (!TrySplitAbsolute(text, out string authority, out string target))
        {
            throw new CommandException($"--url is an absolute http or https URL, or a target that begins with '/'; not {OneLine.Quote(text)}.");
        }

        return TryFindOrigin(text, authority, out PublicOrigin? origin)
            ? new RequestUrl(text, authority[(authority.LastIndexOf('@') + 1)..], target, origin)
            : throw new CommandException($"--url: {OneLine.Quote(authority)} isn't a host and port.");
    }

    /// <summary>Scheme, host and port of an absolute URL; false if host or port are none.</summary>
    public static bool TryFindOrigin(string url, string authority, out PublicOrigin? origin)
    {
        string text = $"{url[..(url.IndexOf(':', StringComparison.Ordinal) + 3)]}{authority[(authority.LastIndexOf('@') + 1)..]}";
        origin = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0 ? new PublicOrigin(parsed) : null;
        return origin is not null;
    }

    /// <summary>Splits an absolute http or https URL into authority and target; an empty path is <c>/</c>.</summary>
    public static bool TrySplitAbsolute(string text, out string authority, out string target)
    {
        (authority, target) = ("", "");
        int start = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : -1;
        if (start < 0)
        {
            return false;
        }

        int end = text.AsSpan(start).IndexOfAny('/', '?');
        authority = end < 0 ? text[start..] : text.Substring(start, end);
        string rest = end < 0 ? "" : text[(start + end)..];
        target = rest.StartsWith('/') ? rest : "/" + rest;
        return authority.Length > 0 && !authority.Contains('\\', StringComparison.Ordinal);
    }
}
