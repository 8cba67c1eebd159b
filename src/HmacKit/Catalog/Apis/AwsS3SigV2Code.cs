namespace HmacKit;

/// <summary>
/// What S3's Signature Version 2 has besides its template: <c>x-amz-date</c> in place of <c>Date</c>, which is then not signed, and a bucket that is in
/// the host or in the path.
/// </summary>
internal sealed class AwsS3SigV2Code : SchemeCode
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

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(CarrierKind.Header, OwnDate, out string date);
        if (outcome == ClaimOutcome.Missing || input.Request.GetHeader("Authorization").IsMissing)
        {
            return base.Read(input, claim);
        }

        const string lead = "AWS ";
        bool isRead = outcome == ClaimOutcome.Found
            && input.Find(CarrierKind.Header, "Authorization", out string header) == ClaimOutcome.Found
            && header.StartsWith(lead, StringComparison.Ordinal) && header[lead.Length..].Split(':') is [var keyId, var signature]
            && claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", date) && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        RequestSource request = input.Request;
        bool hasOwnDate = !request.GetHeader(OwnDate).IsMissing;
        string time = !input.Expires.IsEmpty ? input.Expires.ToString() : hasOwnDate ? "" : input.Timestamp;
        int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.Target : request.Target[..mark];
        return writer.TryWriteUtf8($"{request.Method}\n{request.GetHeader("Content-MD5").Value}\n{request.GetHeader("Content-Type").Value}\n{time}\n")
            && TryWriteHeaders(request, ref writer)
            && writer.TryWriteUtf8(IsInHost(request, input.GetValue("bucket").ToString()) ? $"/{input.GetValue("bucket")}{path}" : path)
            && (mark < 0 || TryWriteSubResources(request.Target.AsSpan(mark + 1), ref writer));
    }

    /// <summary>Whether the host is the bucket's: its name, or its name before the host of the store.</summary>
    private static bool IsInHost(RequestSource request, string bucket)
    {
        string host = (request.GetHeader("Host").Value ?? request.Origin?.Host ?? "").Split(':')[0];
        return bucket.Length > 0 && (host.Equals(bucket, StringComparison.OrdinalIgnoreCase) || host.StartsWith($"{bucket}.", StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryWriteHeaders(RequestSource request, ref MessageWriter writer)
    {
        string[] names = [.. request.HeaderNames.Select(static name => name.ToLowerInvariant()).Where(static name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length > MaxHeaders)
        {
            return false;
        }

        foreach (string name in names)
        {
            if (request.GetHeader(name).Value is not { } value || !writer.TryWriteUtf8($"{name}:{value.Trim(' ', '\t')}\n"))
            {
                return false;
            }
        }

        return true;
    }

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
                string value = pair.Length == name.Length ? "" : $"={Uri.UnescapeDataString(pair[(name.Length + 1)..].ToString().Replace('+', ' '))}";
                if (!writer.TryWriteUtf8(name) || !writer.TryWriteUtf8(value))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
