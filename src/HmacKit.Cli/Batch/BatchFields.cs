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

    public static string Missing(string name) => $"'{name}' is missing";
}
