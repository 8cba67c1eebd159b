namespace HmacKit;

/// <summary>Slips with what belongs to the target: query, slash, prefix, host.</summary>
internal static class TargetSlips
{
    private const int MaxStrippedSegments = 3;

    private static readonly string[] UsualPrefixes =
        ["/api", "/v1", "/v2", "/v3", "/api/v1", "/api/v2", "/gateway", "/external", "/public", "/rest", "/service", "/webhooks", "/app"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        (string path, string query) = Split(signed.Target);
        Slip With(string target, DiagnosisCause cause, string what) => new(signed with { Target = target }, cause, what);
        if (query.Length > 1)
        {
            yield return With(path, TargetCauses.TargetWithoutQuery, "the path without the query");
        }

        yield return path.EndsWith('/')
            ? With(path[..^1] + query, TargetCauses.TargetTrailingSlash, "the path without the slash at its end")
            : With(path + "/" + query, TargetCauses.TargetTrailingSlash, "the path with a slash at its end");

        foreach (string prefix in Prefixes(signed))
        {
            if (path.StartsWith(prefix + "/", StringComparison.Ordinal))
            {
                yield return With(path[prefix.Length..] + query, TargetCauses.TargetPrefix, $"the path without '{prefix}'");
            }

            yield return With(prefix + path + query, TargetCauses.TargetPrefix, $"the path with '{prefix}' before it");
        }

        for (int segment = 0, at = 0; segment < MaxStrippedSegments && at < path.Length - 1 && (at = path.IndexOf('/', at + 1)) > 0; segment++)
        {
            if (path.AsSpan(0, at).ContainsAnyExcept('/', '.'))
            {
                yield return With(path[at..] + query, TargetCauses.TargetPrefix, $"the path without '{path[..at]}'");
            }
        }

        foreach (string host in Hosts(signed))
        {
            yield return With($"https://{host}{path}{query}", TargetCauses.TargetFullUrl, "the whole URL");
            yield return With($"{host}{path}{query}", TargetCauses.TargetFullUrl, "the URL without its scheme");
        }
    }

    /// <summary>The path, and the query with its question mark.</summary>
    public static (string Path, string Query) Split(string target)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[mark..]);
    }

    private static IEnumerable<string> Prefixes(SignedRequest signed)
    {
        string?[] own = [.. signed.Options.PathPrefixes, signed.Header("X-Forwarded-Prefix")];
        return own.OfType<string>().Select(static prefix => "/" + prefix.Trim('/')).Where(static prefix => prefix.Length > 1).Concat(UsualPrefixes).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Hosts(SignedRequest signed) =>
        new[] { signed.Header("Host"), signed.Header("X-Forwarded-Host"), signed.Header(":authority"), signed.Request.Origin?.Authority }.OfType<string>().Distinct(StringComparer.Ordinal);
}
