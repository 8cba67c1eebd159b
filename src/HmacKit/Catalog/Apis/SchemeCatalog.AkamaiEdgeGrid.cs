using System.Security.Cryptography;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Akamai EdgeGrid: the request, a digest of a POST's body, and the header itself without its signature, under a key for the time.</summary>
    /// <remarks>
    /// Of a body, which the message below leaves out, the first 131,072 bytes are signed, and only of a POST: behind them, and in a PUT, it can be changed. The names of headers
    /// to sign are configured as <c>headersToSign</c>, with commas between them.
    /// </remarks>
    public static SignatureScheme AkamaiEdgeGrid => field ??= SignatureScheme.Compile(new()
    {
        Name = "akamai-edgegrid",
        Message = "{method}\t{scheme}\t{host}\t{target}\t{headersToSign}\t\t"
            + "EG1-HMAC-SHA256 client_token={client-token};access_token={keyid};timestamp={timestamp};nonce={nonce};",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Parameters(
                "EG1-HMAC-SHA256 client_token={client-token};access_token={keyid};timestamp={timestamp};nonce={nonce};signature={signature:base64}", ';'),
        },
        Values = { ["client-token"] = SchemeValue.Carried(), ["headersToSign"] = SchemeValue.Configured("") },
        KeyDerivation = KeyDerivation.FromSecret.Hmac("{timestamp}").AsText(TagEncoding.Base64),
        Freshness = new(TimestampFormat.IsoCompact, TimeSpan.FromSeconds(30)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "before the last tab stands the digest of a body, which only a POST has.",
        Code = new DigestOfPost(),
        Documentation = new("https://techdocs.akamai.com/developer/docs/authenticate-with-edgegrid"),
    });

    private sealed class DigestOfPost : SchemeCode
    {
        private const int MaxBody = 131_072;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            if (input.Request.Origin is not { } origin)
            {
                return false;
            }

            string digest = input.Request.Method == "POST" && !input.Body.IsEmpty
                ? Convert.ToBase64String(SHA256.HashData(input.Body[..Math.Min(MaxBody, input.Body.Length)]))
                : "";
            bool isWritten = writer.TryWriteUtf8($"{input.Request.Method}\t{origin.Scheme}\t{origin.Authority}\t{input.Request.Target}\t")
                && TryWriteHeaders(input, ref writer)
                && writer.TryWriteUtf8($"\t{digest}\tEG1-HMAC-SHA256 client_token={input.GetValue("client-token")};access_token={input.KeyId};timestamp={input.Timestamp};nonce={input.Nonce};");
            return isWritten;
        }

        /// <summary>Each configured header that is there: its name in lower case, its value with single blanks, and a tab behind it.</summary>
        private static bool TryWriteHeaders(in MessageInput input, ref MessageWriter writer)
        {
            foreach (string name in input.GetValue("headersToSign").ToString().Split([',', ' ', '"', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
            {
                HeaderValue header = input.Request.GetHeader(name);
                if (header.IsRepeated)
                {
                    return false;
                }

                string value = string.Join(' ', (header.Value ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
                if (value.Length > 0 && !writer.TryWriteUtf8($"{name.ToLowerInvariant()}:{value}\t"))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
