using System.Buffers;
using System.Globalization;
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

        for (ReadOnlySpan<char> rest = QueryOf(target); !rest.IsEmpty;)
        {
            int end = rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int equals = pair.IndexOf('=');
            if (IsName(equals < 0 ? pair : pair[..equals], name))
            {
                return equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].ToString().Replace('+', ' '));
            }
        }

        return null;
    }

    /// <summary>The query without the signature, sorted; null if it has too many parameters or a <c>%</c> without two hex digits.</summary>
    public static string? Query(string target, string signature = "X-Amz-Signature")
    {
        using var parameters = new CanonicalParameters();
        if (!parameters.TryAddQuery(target))
        {
            return null;
        }

        parameters.Remove(Encoding.ASCII.GetBytes(signature));
        parameters.Sort();
        return parameters.ToString();
    }

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

    private static string Normalize(ReadOnlySpan<char> path)
    {
        char[] kept = ArrayPool<char>.Shared.Rent(path.Length + 1);
        int length = 0;
        ReadOnlySpan<char> segment = default;
        foreach (Range range in path.Split('/'))
        {
            segment = path[range];
            if (segment is "..")
            {
                length = Math.Max(0, kept.AsSpan(0, length).LastIndexOf('/'));
            }
            else if (segment is not ("" or "."))
            {
                kept[length++] = '/';
                segment.CopyTo(kept.AsSpan(length));
                length += segment.Length;
            }
        }

        if (length == 0 || segment is "" or "." or "..")
        {
            kept[length++] = '/';
        }

        string normalized = new(kept, 0, length);
        ArrayPool<char>.Shared.Return(kept);
        return normalized;
    }

    /// <summary>Whether an encoded name is this one, which needs no escape itself.</summary>
    private static bool IsName(ReadOnlySpan<char> encoded, string name)
    {
        int at = 0;
        foreach (char expected in name)
        {
            char c = at < encoded.Length ? encoded[at++] : '\0';
            if (c == '%' && at + 2 <= encoded.Length && byte.TryParse(encoded.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                c = (char)value;
                at += 2;
            }

            if (c != expected)
            {
                return false;
            }
        }

        return at == encoded.Length;
    }

    private static ReadOnlySpan<char> QueryOf(string target) => target.AsSpan(target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? mark + 1 : target.Length);
}
