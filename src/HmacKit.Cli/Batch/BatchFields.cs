namespace HmacKit.Cli;

/// <summary>What lines of both kinds must have, and what is made of it.</summary>
internal static class BatchFields
{
    /// <summary>Finds the scheme, with the values that the line configures; returns what is missing instead, if something is.</summary>
    public static string? FindScheme(BatchLine line, out KnownScheme scheme)
    {
        scheme = null!;
        if (line.Scheme is null)
        {
            return Missing("scheme");
        }

        if (KnownScheme.Find(line.Scheme) is not { } known)
        {
            return $"there is no scheme {OneLine.Quote(line.Scheme)}; 'hmackit schemes TEXT' searches them";
        }

        scheme = SharedName.WithAlgorithm(known, line.Scheme, line.Algorithm).With(line.Params);
        return line.Secret is null ? Missing("secret")
            : line.Method is null ? Missing("method")
            : line.Target is null && line.Url is null ? "'target' is missing, and so is 'url'"
            : scheme.Scheme.MissingValues is [var value, ..] ? $"'params' has no {OneLine.Quote(value)}, which the scheme {OneLine.Quote(line.Scheme)} needs"
            : null;
    }

    /// <summary>The request as it is told: the target to the letter, scheme, host and port from an absolute URL. Returns what is wrong with it instead, if something is.</summary>
    public static string? FindRequest(BatchLine line, SignatureScheme scheme, out RawRequest request)
    {
        request = null!;
        string? target = line.Target;
        PublicOrigin? origin = null;
        if (line.Url is { } url)
        {
            if (!RequestUrl.TrySplitAbsolute(url, out string authority, out string rest) || !RequestUrl.TryFindOrigin(url, authority, out origin))
            {
                return $"'url' is an absolute http or https URL, such as https://api.example.com/hook; not {OneLine.Quote(url)}";
            }

            target ??= rest;
        }

        if (origin is null && scheme.NeedsOrigin)
        {
            return $"the scheme {OneLine.Quote(scheme.Name)} signs scheme, host or port: give an absolute 'url' in place of 'target'";
        }

        request = new RawRequest(line.Method!, target!, line.Headers ?? [], line.Body, origin);
        return null;
    }

    /// <summary>Finds the scheme, the signed request and the time to check it at; returns what is missing instead, if something is.</summary>
    public static string? FindSigned(BatchLine line, out KnownScheme scheme, out RawRequest request, out DateTimeOffset now)
    {
        request = null!;
        now = default;
        if (FindScheme(line, out scheme) is { } fault)
        {
            return fault;
        }

        if (line.Headers is null)
        {
            return Missing("headers");
        }

        if (line.Now is { } stated)
        {
            now = stated;
        }
        else if (!(line.IsTimestampNumber && StatedTime.TryParse(line.Timestamp!, out now)) && (!line.HasRequest || SignsTime(scheme.Scheme)))
        {
            return Missing("now");
        }

        return FindRequest(line, scheme.Scheme, out request);
    }

    private static bool SignsTime(SignatureScheme scheme) => scheme.Freshness is not null || scheme.Expiry is not null;

    public static string Missing(string name) => $"'{name}' is missing";
}
