using System.Buffers;
using System.Text;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Contentful app events: method, path, the headers that the request lists, and the body.</summary>
    /// <remarks>The query is percent-encoded twice in the message. A target with a second <c>?</c> is refused: the vendor signs nothing behind it.</remarks>
    public static SignatureScheme Contentful => field ??= SignatureScheme.Compile(new()
    {
        Name = "contentful",
        Message = "{method}\n{path:encoded}[?{query:encoded:encoded}]\n{headers:signed}\n{body}",
        Headers =
        {
            ["x-contentful-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-contentful-signed-headers"] = HeaderFormat.Text("{signed-headers}"),
            ["x-contentful-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        SignedHeaderSet = new() { AtLeast = ["x-contentful-signed-headers", "x-contentful-timestamp"], ListSeparator = ',', Joiner = ";" },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(30)),
        AmbiguousBecause = "header values may hold what separates headers, and end where the body begins.",
        Code = new EncodedAsInJavaScript(),
        Documentation = new("https://www.contentful.com/developers/docs/extensibility/app-framework/request-verification/"),
    });

    /// <summary>A target is encoded by JavaScript's functions, which leave some characters that the template's suffix encodes.</summary>
    private sealed class EncodedAsInJavaScript : SchemeCode
    {
        private const string LeftInPaths = ";,/:@&=+$-_.!~*'()#";
        private const string LeftInQueries = "-_.!~*'()";
        private const int MaxNames = 64;

        /// <summary>What the template encodes and the vendor doesn't, in a path and in a query.</summary>
        private static readonly SearchValues<char> OthersInPaths = SearchValues.Create(";,:@&=+$!*'()#");
        private static readonly SearchValues<char> OthersInQueries = SearchValues.Create("!*'()");

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            RequestSource request = input.Request;
            string[] halves = request.Target.Split('?', 3);
            if (halves.Length > 2)
            {
                return false;
            }

            if (!halves[0].AsSpan().ContainsAny(OthersInPaths) && (halves.Length < 2 || !halves[1].AsSpan().ContainsAny(OthersInQueries)))
            {
                return base.TryWriteMessage(input, ref writer);
            }

            string query = halves.Length < 2 || halves[1].Length == 0 ? "" : $"?{Encode(halves[1], LeftInQueries, "%25")}";
            if (Headers(input) is not { } headers || !writer.TryWriteUtf8($"{request.Method}\n{Encode(halves[0], LeftInPaths, "%")}{query}\n{headers}\n"))
            {
                return false;
            }

            writer.WriteBody(input.Body);
            return true;
        }

        /// <summary>The listed headers; null if the list isn't sorted, leaves out what must be in it, or names one that isn't there.</summary>
        private static string? Headers(in MessageInput input)
        {
            string[] names = input.SignedHeaders.ToString().Split(',');
            if (names.Length > MaxNames || !names.Contains("x-contentful-signed-headers") || !names.Contains("x-contentful-timestamp"))
            {
                return null;
            }

            var text = new StringBuilder();
            for (int i = 0; i < names.Length; i++)
            {
                bool isInOrder = i == 0 || string.CompareOrdinal(names[i - 1], names[i]) < 0;
                if (!isInOrder || names[i].AsSpan().ContainsAnyInRange('A', 'Z') || input.Request.GetHeader(names[i]).Value is not { } value)
                {
                    return null;
                }

                text.Append(i == 0 ? "" : ";").Append(names[i]).Append(':').Append(value.Trim(' ', '\t'));
            }

            return text.ToString();
        }

        private static string Encode(string text, string left, string percent)
        {
            var encoded = new StringBuilder(text.Length);
            foreach (byte b in Encoding.UTF8.GetBytes(text))
            {
                bool isLeft = char.IsAsciiLetterOrDigit((char)b) || (b < 0x80 && left.Contains((char)b, StringComparison.Ordinal));
                _ = isLeft ? encoded.Append((char)b) : encoded.Append(percent).Append(Convert.ToHexString([b]));
            }

            return encoded.ToString();
        }
    }
}
