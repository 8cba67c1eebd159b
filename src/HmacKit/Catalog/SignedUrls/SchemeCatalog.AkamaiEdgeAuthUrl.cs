using System.Globalization;
using System.Text;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Akamai EdgeAuth (Auth Token 2.0) in the query, for one URL: an end and the path, which the token doesn't repeat.</summary>
    /// <remarks>
    /// <para>The key is hex. The path is signed escaped, as with <c>escapeEarly</c> in Akamai's libraries and <i>Escape token input</i> in the property.</para>
    /// <para>Tokens with a start, an address or a salt, and those in a cookie or a header, aren't taken. Method, query and body aren't signed.</para>
    /// </remarks>
    public static SignatureScheme AkamaiEdgeAuthUrl => field ??= SignatureScheme.Compile(new()
    {
        Name = "akamai-edgeauth-url",
        OtherNames = ["akamai-edgeauth"],
        Message = "exp={expires}[~id={session}][~data={payload}]~url={path:encoded-whole}",
        Query = { ["hdnts"] = HeaderFormat.Parameters("exp={expires}[~id={session}][~data={payload}]~hmac={signature:hex}", separator: '~') },
        Values =
        {
            ["session"] = SchemeValue.Carried(),
            ["payload"] = SchemeValue.Carried(),
        },
        SecretFormat = KeyFormat.Hex,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(366)),
        AmbiguousBecause = "id and data may be left out.",
        Code = new UrlOfToken(),
        Documentation = new("https://techdocs.akamai.com/adaptive-media-delivery/docs/generate-token-and-apply-content"),
    });

    /// <summary>The path is escaped in lower case, and without the characters that JavaScript's <c>encodeURIComponent</c> leaves, but for three.</summary>
    private sealed class UrlOfToken : SchemeCode
    {
        private const string Left = "-_.!()";

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            string path = mark < 0 ? target : target[..mark];

            // A path that a server may take for another one isn't signed.
            return !path.Contains('%', StringComparison.Ordinal)
                && writer.TryWriteUtf8($"exp={input.Expires}{Named("id", input.GetValue("session"))}{Named("data", input.GetValue("payload"))}~url={Escape(path)}");
        }

        private static string Named(string name, ReadOnlySpan<char> value) => value.IsEmpty ? "" : $"~{name}={value}";

        private static string Escape(string path)
        {
            var escaped = new StringBuilder(path.Length);
            foreach (byte b in Encoding.UTF8.GetBytes(path))
            {
                bool isLeft = char.IsAsciiLetterOrDigit((char)b) || (b < 0x80 && Left.Contains((char)b, StringComparison.Ordinal));
                _ = isLeft ? escaped.Append((char)b) : escaped.Append(CultureInfo.InvariantCulture, $"%{b:x2}");
            }

            return escaped.ToString();
        }
    }
}
