using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// What <c>aws-sigv4</c> has besides its template: the same signature in the query, paths that aren't normalised, and S3, which
/// encodes a path once, never normalises it, and says in a header what the body's digest is.
/// </summary>
internal sealed class AwsSigV4Code : SchemeCode
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private const int MaxNames = 64;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(CarrierKind.Query, "X-Amz-Signature", out string signature);
        if (outcome == ClaimOutcome.Missing)
        {
            return base.Read(input, claim);
        }

        // Two signatures, of which one would not be looked at, are none.
        bool isRead = outcome == ClaimOutcome.Found
            && input.Request.GetHeader("Authorization").IsMissing
            && input.Find(CarrierKind.Query, "X-Amz-Algorithm", out string algorithm) == ClaimOutcome.Found
            && algorithm == Algorithm
            && input.Find(CarrierKind.Query, "X-Amz-Credential", out string credential) == ClaimOutcome.Found
            && credential.Split('/') is [var keyId, var date, _, _, "aws4_request"]
            && input.Find(CarrierKind.Query, "X-Amz-Date", out string timestamp) == ClaimOutcome.Found
            && input.Find(CarrierKind.Query, "X-Amz-Expires", out string expires) == ClaimOutcome.Found
            && input.Find(CarrierKind.Query, "X-Amz-SignedHeaders", out string list) == ClaimOutcome.Found
            && claim.TrySet("keyid", keyId) && claim.TrySet("date", date) && claim.TrySet("timestamp", timestamp)
            && claim.TrySet("expires", expires) && claim.TrySet("signed-headers", list)
            && claim.TrySetSignature(signature, TagEncoding.Hex);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        bool isPresigned = AwsCanonical.HasParameter(input.Request.Target, input.IsSigning ? "X-Amz-Algorithm" : "X-Amz-Signature");
        bool isS3 = input.GetValue("service") is "s3";
        bool isNormalized = !isS3 && !input.GetValue("normalizePath").Equals("false", StringComparison.OrdinalIgnoreCase);
        if (!isPresigned && isNormalized)
        {
            return base.TryWriteMessage(input, ref writer);
        }

        string date = input.Timestamp is { Length: >= 8 } timestamp ? timestamp[..8] : "";
        string scope = $"{date}/{input.GetValue("region")}/{input.GetValue("service")}/aws4_request";
        string? credential = isPresigned ? AwsCanonical.Parameter(input.Request.Target, "X-Amz-Credential") : null;
        string list = isPresigned ? AwsCanonical.Parameter(input.Request.Target, "X-Amz-SignedHeaders") ?? "" : ListOf(input, isS3);
        string hash = Convert.ToHexStringLower(SHA256.HashData(input.Body));
        if ((credential is not null && credential != $"{input.KeyId}/{scope}")
            || AwsCanonical.Path(input.Request.Target, isNormalized, isS3) is not { } path
            || AwsCanonical.Query(input.Request.Target) is not { } query
            || Headers(input.Request, list, isPresigned) is not { } headers
            || Payload(input, hash, isPresigned, isS3) is not { } payload)
        {
            return false;
        }

        string canonical = $"{input.Request.Method.ToUpperInvariant()}\n{path}\n{query}\n{headers}\n{list}\n{payload}";
        return writer.TryWriteAscii($"{Algorithm}\n{input.Timestamp}\n{scope}\n")
            && writer.TryWriteAscii(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (!AwsCanonical.HasParameter(draft.Target, "X-Amz-Algorithm"))
        {
            if (signatures.Count == 0 && input.GetValue("service") is "s3" && draft.GetHeader("x-amz-content-sha256").IsMissing)
            {
                draft.Set(CarrierKind.Header, "x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData(input.Body)));
            }

            if (signatures.Count > 0 && input.GetValue("service") is "s3")
            {
                string credential = $"{input.KeyId}/{input.Timestamp.AsSpan(0, 8)}/{input.GetValue("region")}/s3/aws4_request";
                draft.Set(CarrierKind.Header, "Authorization", $"{Algorithm} Credential={credential}, SignedHeaders={ListOf(input, isS3: true)}, Signature={signatures.ToText(0, TagEncoding.Hex)}");
                return;
            }

            base.Write(input, signatures, draft);
            return;
        }

        if (signatures.Count > 0)
        {
            draft.Set(CarrierKind.Query, "X-Amz-Signature", signatures.ToText(0, TagEncoding.Hex));
            return;
        }

        // The time is in the query, so there is no header to list for it.
        string timestamp = input.Timestamp;
        string list = string.Join(';', input.SignedHeaders.ToString().Split(';').Where(static name => name != "x-amz-date"));
        draft.Set(CarrierKind.Query, "X-Amz-Algorithm", Algorithm);
        draft.Set(CarrierKind.Query, "X-Amz-Credential", $"{input.KeyId}/{timestamp[..8]}/{input.GetValue("region")}/{input.GetValue("service")}/aws4_request");
        draft.Set(CarrierKind.Query, "X-Amz-Date", timestamp);
        draft.Set(CarrierKind.Query, "X-Amz-Expires", input.Expires.ToString());
        draft.Set(CarrierKind.Query, "X-Amz-SignedHeaders", list);
    }

    /// <summary>The list as it stands; a signer's for S3 with the digest's header, which S3 wants listed and which may not have been there before.</summary>
    private static string ListOf(in MessageInput input, bool isS3)
    {
        string list = input.SignedHeaders.ToString();
        return input.IsSigning && isS3 ? string.Join(';', list.Split(';').Append("x-amz-content-sha256").Distinct().Order(StringComparer.Ordinal)) : list;
    }

    /// <summary>The listed headers; null if the list isn't sorted, leaves out what must be in it, or names one that isn't there.</summary>
    private static string? Headers(RequestSource request, string list, bool isPresigned)
    {
        string[] names = list.Split(';');
        if (names.Length > MaxNames || !names.Contains("host") || (!isPresigned && !names.Contains("x-amz-date")))
        {
            return null;
        }

        var text = new StringBuilder();
        for (int i = 0; i < names.Length; i++)
        {
            bool isInOrder = i == 0 || string.CompareOrdinal(names[i - 1], names[i]) < 0;
            if (!isInOrder || names[i].AsSpan().ContainsAnyInRange('A', 'Z') || request.GetHeader(names[i]).Value is not { } value)
            {
                return null;
            }

            text.Append(names[i]).Append(':').AppendJoin(' ', value.Trim(' ', '\t').Split(' ', StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What stands for the body; null if the request says something else of it. A body that isn't signed is none.</summary>
    private static string? Payload(in MessageInput input, string hash, bool isPresigned, bool isS3)
    {
        const string unsigned = "UNSIGNED-PAYLOAD";
        if (!isS3)
        {
            return hash;
        }

        string said = isPresigned ? unsigned : input.Request.GetHeader("x-amz-content-sha256").Value ?? "";
        return said == hash || (said == unsigned && input.Body.IsEmpty) ? said : null;
    }
}
