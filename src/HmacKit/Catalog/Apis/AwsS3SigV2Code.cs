using System.Text;

namespace HmacKit;

/// <summary>
/// What S3's Signature Version 2 has besides its template: <c>x-amz-date</c> in place of <c>Date</c>, which is then not signed, a bucket that is in
/// the host or in the path, and links whose query has what would be a header: <c>x-amz-security-token</c> and the like.
/// </summary>
internal sealed class AwsS3SigV2Code() : OwnDateCode(OwnDate, "AWS ")
{
    /// <summary>The parameters of a query that are signed; all others aren't.</summary>
    public static readonly string[] SubResources =
    [
        "acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
        "response-content-type", "response-expires", "restore", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ];

    private const string OwnDate = "x-amz-date";

    private const int MaxHeaders = 64;

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        RequestSource request = input.Request;
        bool hasOwnDate = !request.GetHeader(OwnDate).IsMissing;
        string time = !input.Expires.IsEmpty ? input.Expires.ToString() : hasOwnDate ? "" : input.Timestamp;
        int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.Target : request.Target[..mark];
        return writer.TryWriteUtf8($"{request.Method}\n{request.GetHeader("Content-MD5").Value}\n{request.GetHeader("Content-Type").Value}\n{time}\n")
            && TryWriteHeaders(request, query: input.Expires.IsEmpty || mark < 0 ? "" : request.Target[(mark + 1)..], ref writer)
            && writer.TryWriteUtf8(IsInHost(request, input.GetValue("bucket").ToString()) ? $"/{input.GetValue("bucket")}{path}" : path)
            && (mark < 0 || TryWriteSubResources(request.Target[(mark + 1)..], ref writer));
    }

    /// <summary>Whether the host is the bucket's: its name, or its name before the host of the store.</summary>
    private static bool IsInHost(RequestSource request, string bucket)
    {
        string host = (request.GetHeader("Host").Value ?? request.Origin?.Host ?? "").Split(':')[0];
        return bucket.Length > 0 && (host.Equals(bucket, StringComparison.OrdinalIgnoreCase) || host.StartsWith($"{bucket}.", StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryWriteHeaders(RequestSource request, string query, ref MessageWriter writer)
    {
        var headers = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string name in request.HeaderNames.Where(IsAmazons))
        {
            headers[name.ToLowerInvariant()] = request.GetHeader(name).Value;
        }

        foreach (string[] pair in Pairs(query).Where(static pair => IsAmazons(pair[0])))
        {
            // What the link and the request both say, or the link says twice, nobody can tell the meaning of.
            if (!headers.TryAdd(pair[0].ToLowerInvariant(), pair.Length > 1 ? Decoded(pair[1]) : ""))
            {
                return false;
            }
        }

        if (headers.Count > MaxHeaders)
        {
            return false;
        }

        foreach ((string name, string? value) in headers)
        {
            if (value is null || !writer.TryWriteUtf8($"{name}:{value.Trim(' ', '\t')}\n"))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAmazons(string name) => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string[]> Pairs(string query) => query.Split('&').Select(static text => text.Split('=', 2));

    private static string Decoded(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));

    private static bool TryWriteSubResources(string query, ref MessageWriter writer)
    {
        if (query.AsSpan().Count('&') >= CanonicalText.MaxParameters)
        {
            return false;
        }

        var text = new StringBuilder();
        foreach (string[] pair in Pairs(query).Where(static pair => SubResources.Contains(pair[0])).OrderBy(static pair => pair[0], StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(pair[0]);
            if (pair.Length > 1)
            {
                text.Append('=').Append(Decoded(pair[1]));
            }
        }

        return writer.TryWriteUtf8(text.ToString());
    }
}
