namespace HmacKit.Cli;

/// <summary>The fields that lines of both kinds must have.</summary>
internal static class BatchFields
{
    /// <summary>Finds the scheme; returns what is missing instead, if something is.</summary>
    public static string? FindScheme(BatchLine line, out KnownScheme scheme)
    {
        scheme = null!;
        if (line.Scheme is null)
        {
            return Missing("scheme");
        }

        if (KnownScheme.Find(line.Scheme) is not { } known)
        {
            return $"there is no scheme {OneLine.Quote(line.Scheme)}";
        }

        scheme = known;
        return line.Secret is null ? Missing("secret")
            : line.Method is null ? Missing("method")
            : line.Target is null ? Missing("target")
            : line.KeyId is null && known.Scheme.HasKeyId ? Missing("keyId")
            : null;
    }

    /// <summary>Finds the scheme and the signed request; returns what is missing instead, if something is.</summary>
    public static string? FindRequest(BatchLine line, out KnownScheme scheme, out RawRequest request, out DateTimeOffset now)
    {
        request = null!;
        now = default;
        if (FindScheme(line, out scheme) is { } fault)
        {
            return fault;
        }

        if (line.Headers is null || line.Now is not { } stated)
        {
            return Missing(line.Headers is null ? "headers" : "now");
        }

        now = stated;
        request = new RawRequest(line.Method!, line.Target!, line.Headers, line.Body);
        return null;
    }

    public static string Missing(string name) => $"'{name}' is missing";
}
