namespace HmacKit;

/// <summary>
/// What S3's Signature Version 2 has besides its template: <c>x-amz-date</c> in place of <c>Date</c>, which is then not signed, a bucket that is in
/// the host or in the path, and links whose query has what would be a header: <c>x-amz-security-token</c> and the like.
/// </summary>
internal sealed class AwsS3SigV2Code() : OwnDateCode(OwnDate, "AWS ")
{
    /// <summary>The parameters of a query that are signed, in their order; all others aren't.</summary>
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
            && TryWriteHeaders(request, query: input.Expires.IsEmpty || mark < 0 ? "" : request.Target.AsSpan(mark + 1), ref writer)
            && writer.TryWriteUtf8(IsInHost(request, input.GetValue("bucket").ToString()) ? $"/{input.GetValue("bucket")}{path}" : path)
            && (mark < 0 || TryWriteSubResources(request.Target.AsSpan(mark + 1), ref writer));
    }

    /// <summary>Whether the host is the bucket's: its name, or its name before the host of the store.</summary>
    private static bool IsInHost(RequestSource request, string bucket)
    {
        string host = (request.GetHeader("Host").Value ?? request.Origin?.Host ?? "").Split(':')[0];
        return bucket.Length > 0 && (host.Equals(bucket, StringComparison.OrdinalIgnoreCase) || host.StartsWith($"{bucket}.", StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryWriteHeaders(RequestSource request, ReadOnlySpan<char> query, ref MessageWriter writer)
    {
        var headers = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string name in request.HeaderNames.Where(static name => IsAmazons(name)))
        {
            headers[name.ToLowerInvariant()] = request.GetHeader(name).Value;
        }

        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            int equals = pair.IndexOf('=');
            string name = IsAmazons(pair) ? pair[..(equals < 0 ? pair.Length : equals)].ToString().ToLowerInvariant() : "";

            // What the link and the request both say, or the link says twice, nobody can tell the meaning of.
            if (name.Length > 0 && (headers.Count == MaxHeaders || !headers.TryAdd(name, equals < 0 ? "" : Decoded(pair[(equals + 1)..]))))
            {
                return false;
            }
        }

        if (headers.Count > MaxHeaders)
        {
            return false;
        }

        foreach ((string header, string? value) in headers)
        {
            if (value is null || !writer.TryWriteUtf8($"{header}:{value.Trim(' ', '\t')}\n"))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAmazons(ReadOnlySpan<char> name) => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);

    private static string Decoded(ReadOnlySpan<char> value) => Uri.UnescapeDataString(value.ToString().Replace('+', ' '));

    private static bool TryWriteSubResources(ReadOnlySpan<char> query, ref MessageWriter writer)
    {
        if (query.Count('&') >= CanonicalParameters.MaxCount)
        {
            return false;
        }

        bool isFirst = true;
        foreach (string name in SubResources)
        {
            foreach (Range range in query.Split('&'))
            {
                ReadOnlySpan<char> pair = query[range];
                if (!pair.StartsWith(name, StringComparison.Ordinal) || (pair.Length > name.Length && pair[name.Length] != '='))
                {
                    continue;
                }

                writer.Write(isFirst ? "?"u8 : "&"u8);
                isFirst = false;
                string value = pair.Length == name.Length ? "" : $"={Decoded(pair[(name.Length + 1)..])}";
                if (!writer.TryWriteUtf8(name) || !writer.TryWriteUtf8(value))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
