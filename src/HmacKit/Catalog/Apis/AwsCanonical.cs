using System.Text;

namespace HmacKit;

/// <summary>Path and query as AWS Signature Version 4 writes them.</summary>
internal static class AwsCanonical
{
    /// <summary>Whether the query has a parameter of this name.</summary>
    public static bool HasParameter(string target, string name) => Parameter(target, name) is not null;

    /// <summary>The decoded value of the first parameter of this name; null if there is none.</summary>
    public static string? Parameter(string target, string name)
    {
        // The usual request isn't presigned, and without an escape a name is spelt as it is.
        if (!target.Contains('%', StringComparison.Ordinal) && !target.Contains(name, StringComparison.Ordinal))
        {
            return null;
        }

        foreach (string pair in QueryOf(target).Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (CanonicalText.Encode(equals < 0 ? pair : pair[..equals], isDecoded: true, plusIsBlank: true) == name)
            {
                return equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
            }
        }

        return null;
    }

    /// <summary>The query without the signature, sorted; null if it has too many parameters or a <c>%</c> without two hex digits.</summary>
    public static string? Query(string target, string signature = "X-Amz-Signature") =>
        CanonicalText.Parameters(Encoding.UTF8.GetBytes(QueryOf(target))) is { } pairs
            ? CanonicalText.Sorted(pairs.Where(pair => pair.Name != signature))
            : null;

    /// <summary>The path as it was sent, without dot segments and doubled slashes.</summary>
    public static string NormalizedPath(string target)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return Normalize(mark < 0 ? target : target[..mark]);
    }

    /// <summary>The path: normalised or not, encoded once more, or for S3 encoded once; null if it can't be decoded.</summary>
    public static string? Path(string target, bool isNormalized, bool isS3)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? target : target[..mark];
        return CanonicalText.Encode(path.Length == 0 ? "/" : isNormalized ? Normalize(path) : path, isDecoded: isS3, keepsSlash: true);
    }

    private static string Normalize(string path)
    {
        var kept = new List<string>();
        string last = "";
        foreach (string segment in path.Split('/'))
        {
            last = segment;
            if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (segment is not ("" or "." or ".."))
            {
                kept.Add(segment);
            }
        }

        string end = kept.Count > 0 && last is "" or "." or ".." ? "/" : "";
        return kept.Count == 0 ? "/" : $"/{string.Join('/', kept)}{end}";
    }

    private static string QueryOf(string target) => target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? target[(mark + 1)..] : "";
}
