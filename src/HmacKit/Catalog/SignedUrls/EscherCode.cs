using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>Escher's two forms, a presigned URL and a header, under the names that the two sides agreed on.</summary>
internal sealed class EscherCode(HashAlgorithmName algorithm) : SchemeCode
{
    private const int MaxNames = 64;

    private readonly string _hash = algorithm.Name!;

    public override bool ReadsBody => true;

    public override bool DerivesKey => true;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        string vendor = $"X-{input.GetConfigured("vendorKey")}-";
        string authorization = input.GetConfigured("authHeaderName");
        ClaimOutcome outcome = input.Find(CarrierKind.Header, authorization.Length > 0 ? authorization : "Authorization", out string header);
        if (outcome == ClaimOutcome.Missing && authorization.Length == 0)
        {
            outcome = input.Find(CarrierKind.Header, AuthHeader(input.GetConfigured("dateHeaderName"), vendor), out header);
        }

        bool isPresigned = input.Find(CarrierKind.Query, $"{vendor}Signature", out string signature) != ClaimOutcome.Missing;
        return isPresigned && outcome == ClaimOutcome.Missing ? ReadQuery(input, vendor, signature, claim)
            : isPresigned || outcome == ClaimOutcome.Malformed ? ClaimOutcome.Malformed // two signatures, of which one would not be looked at
            : outcome == ClaimOutcome.Missing ? ClaimOutcome.Missing
            : ReadHeader(input, header, claim);
    }

    protected override bool TryDeriveKey(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key)
    {
        byte[] derived = [.. Encoding.UTF8.GetBytes(input.GetValue("algoPrefix").ToString()), .. secret];
        foreach (string step in $"{input.Timestamp.AsSpan(0, Math.Min(8, input.Timestamp.Length))}/{input.GetValue("credentialScope")}".Split('/'))
        {
            byte[] next = CryptographicOperations.HmacData(algorithm, derived, Encoding.UTF8.GetBytes(step));
            CryptographicOperations.ZeroMemory(derived);
            derived = next;
        }

        key.Write(derived);
        CryptographicOperations.ZeroMemory(derived);
        return true;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        string vendor = $"X-{input.GetValue("vendorKey")}-";
        bool isPresigned = AwsCanonical.HasParameter(input.Request.Target, $"{vendor}Algorithm");
        string date = input.Timestamp is { Length: >= 8 } timestamp ? timestamp[..8] : "";
        string[] names = Names(input, isPresigned);
        if (names.Length > MaxNames || !names.Contains("host") || (!isPresigned && !names.Contains(DateHeader(input).ToLowerInvariant()))
            || AwsCanonical.Query(input.Request.Target, $"{vendor}Signature") is not { } query
            || Headers(input.Request, names) is not { } headers)
        {
            return false;
        }

        string payload = Digest(isPresigned ? "UNSIGNED-PAYLOAD"u8 : input.Body);

        // Escher leaves these two as they are, where others encode them.
        query = query.Replace("%21", "!", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);
        string canonical = $"{input.Request.Method.ToUpperInvariant()}\n{AwsCanonical.NormalizedPath(input.Request.Target)}\n{query}\n{headers}\n{string.Join(';', names)}\n{payload}";
        return writer.TryWriteAscii($"{input.GetValue("algoPrefix")}-HMAC-{_hash}\n{input.Timestamp}\n{date}/{input.GetValue("credentialScope")}\n")
            && writer.TryWriteAscii(Digest(Encoding.UTF8.GetBytes(canonical)));
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        string vendor = $"X-{input.GetValue("vendorKey")}-";
        string dateHeader = DateHeader(input);
        string credential = $"{input.KeyId}/{input.Timestamp.AsSpan(0, 8)}/{input.GetValue("credentialScope")}";
        if (!draft.GetHeader(dateHeader).IsMissing)
        {
            if (signatures.Count > 0)
            {
                string name = input.GetValue("authHeaderName") is { IsEmpty: false } own ? own.ToString() : AuthHeader(dateHeader, vendor);
                draft.Set(CarrierKind.Header, name, $"{input.GetValue("algoPrefix")}-HMAC-{_hash} Credential={credential}, SignedHeaders={string.Join(';', Names(input, isPresigned: false))}, Signature={signatures.ToText(0, TagEncoding.Hex)}");
            }

            return;
        }

        if (signatures.Count > 0)
        {
            draft.Set(CarrierKind.Query, $"{vendor}Signature", signatures.ToText(0, TagEncoding.Hex));
            return;
        }

        draft.Set(CarrierKind.Query, $"{vendor}Algorithm", $"{input.GetValue("algoPrefix")}-HMAC-{_hash}");
        draft.Set(CarrierKind.Query, $"{vendor}Credentials", credential);
        draft.Set(CarrierKind.Query, $"{vendor}Date", input.Timestamp);
        draft.Set(CarrierKind.Query, $"{vendor}Expires", input.Expires.ToString());
        draft.Set(CarrierKind.Query, $"{vendor}SignedHeaders", input.SignedHeaders.ToString());
    }

    /// <summary>What goes with the date's header where nothing else is agreed: <c>X-EMS-Auth</c> with <c>X-EMS-Date</c>, <c>Authorization</c> with <c>Date</c>.</summary>
    private static string AuthHeader(string dateHeader, string vendor) =>
        dateHeader.Equals("Date", StringComparison.OrdinalIgnoreCase) ? "Authorization"
        : dateHeader.EndsWith("-Date", StringComparison.OrdinalIgnoreCase) ? $"{dateHeader.AsSpan(0, dateHeader.Length - 4)}Auth"
        : $"{vendor}Auth";

    /// <summary>The listed names in their order; a signer's with the date's header, which must be among them.</summary>
    private static string[] Names(in MessageInput input, bool isPresigned)
    {
        IEnumerable<string> names = input.SignedHeaders.ToString().Split(';');
        names = input.IsSigning && !isPresigned ? names.Append(DateHeader(input).ToLowerInvariant()).Distinct() : names;
        return [.. names.Order(StringComparer.Ordinal)];
    }

    private static string DateHeader(in MessageInput input) =>
        input.GetValue("dateHeaderName") is { IsEmpty: false } name ? name.ToString() : $"X-{input.GetValue("vendorKey")}-Date";

    private ClaimOutcome ReadQuery(in ClaimInput input, string vendor, string signature, ClaimWriter claim)
    {
        bool isRead = input.Find(CarrierKind.Query, $"{vendor}Algorithm", out string name) == ClaimOutcome.Found && name == $"{input.GetConfigured("algoPrefix")}-HMAC-{_hash}"
            && input.Find(CarrierKind.Query, $"{vendor}Credentials", out string credential) == ClaimOutcome.Found
            && input.Find(CarrierKind.Query, $"{vendor}Date", out string time) == ClaimOutcome.Found
            && input.Find(CarrierKind.Query, $"{vendor}Expires", out string expires) == ClaimOutcome.Found
            && input.Find(CarrierKind.Query, $"{vendor}SignedHeaders", out string list) == ClaimOutcome.Found
            && IsScope(input, credential, time, claim)
            && claim.TrySet("expires", expires) && claim.TrySet("signed-headers", list)
            && claim.TrySetSignature(signature, TagEncoding.Hex);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    private ClaimOutcome ReadHeader(in ClaimInput input, string header, ClaimWriter claim)
    {
        string prefix = $"{input.GetConfigured("algoPrefix")}-HMAC-{_hash} Credential=";
        string[] parts = header.StartsWith(prefix, StringComparison.Ordinal) ? header[prefix.Length..].Split(", ") : [];
        bool isRead = parts is [var credential, var signed, var signature]
            && signed.StartsWith("SignedHeaders=", StringComparison.Ordinal) && signature.StartsWith("Signature=", StringComparison.Ordinal)
            && TryReadDate(input, out string time)
            && IsScope(input, credential, time, claim)
            && claim.TrySet("signed-headers", signed["SignedHeaders=".Length..])
            && claim.TrySetSignature(signature.AsSpan("Signature=".Length), TagEncoding.Hex);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    /// <summary>Whether the credential is of this scope and of the day of the time.</summary>
    private static bool IsScope(in ClaimInput input, string credential, string time, ClaimWriter claim) =>
        credential.Split('/', 3) is [var keyId, var date, var scope] && scope == input.GetConfigured("credentialScope")
        && time.StartsWith(date, StringComparison.Ordinal)
        && claim.TrySet("keyid", keyId) && claim.TrySet("date", date) && claim.TrySet("timestamp", time);

    private static bool TryReadDate(in ClaimInput input, out string time)
    {
        string name = input.GetConfigured("dateHeaderName");
        name = name.Length > 0 ? name : $"X-{input.GetConfigured("vendorKey")}-Date";
        if (input.Find(CarrierKind.Header, name, out time) != ClaimOutcome.Found)
        {
            return false;
        }

        if (!name.Equals("Date", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // The day of the week is signed as it stands, but says nothing; Escher's own suite has a wrong one.
        bool isDate = DateTime.TryParseExact(
            time.AsSpan(Math.Min(5, time.Length)), "dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date);
        time = date.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return isDate;
    }

    /// <summary>The listed headers, one a line; null if one isn't there, or is there twice.</summary>
    private static string? Headers(RequestSource request, string[] names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
        {
            if (request.GetHeader(name).Value is not { } value)
            {
                return null;
            }

            // Blanks are kept between quotes, and one of several is kept elsewhere.
            string[] pieces = value.Trim(' ', '\t').Split('"');
            for (int i = 0; i < pieces.Length; i += 2)
            {
                pieces[i] = Collapse(pieces[i]);
            }

            text.Append(name).Append(':').AppendJoin('"', pieces).Append('\n');
        }

        return text.ToString();
    }

    private static string Collapse(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            bool isBlank = c is ' ' or '\t';
            if (!isBlank || kept.Length == 0 || kept[^1] != ' ')
            {
                kept.Append(isBlank ? ' ' : c);
            }
        }

        return kept.ToString();
    }

    private string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, bytes));
}
