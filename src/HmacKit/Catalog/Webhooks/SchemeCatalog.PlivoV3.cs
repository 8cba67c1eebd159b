using System.Text;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Plivo callbacks, signature V3: URL, sorted query, sorted form and nonce.</summary>
    /// <remarks>No time is signed: remember the nonces that you have seen.</remarks>
    public static SignatureScheme PlivoV3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "plivo-v3",
        Message = "{origin}{path}?{query:sorted}.{form:sorted}.{nonce}",
        Headers =
        {
            ["X-Plivo-Signature-V3-Nonce"] = HeaderFormat.Text("{nonce}"),
            ["X-Plivo-Signature-V3"] = HeaderFormat.List("{signature:base64}", ','),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded },
        AmbiguousBecause = "the vendor joins names and values without a delimiter.",
        Code = new DotBetweenQueryAndForm(),
        Documentation = new("https://www.plivo.com/docs/messaging/concepts/signature-validation"),
    });

    /// <summary>A question mark and a dot stand there only where something follows them, and the form's pairs are joined by nothing.</summary>
    private sealed class DotBetweenQueryAndForm : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            string query = mark < 0 ? "" : target[(mark + 1)..];
            string form = input.Request.Method == "GET" ? "" : Encoding.Latin1.GetString(input.Body);
            if (input.Request.Origin is not { } origin || !TrySort(query, "=", "&", out string sortedQuery) || !TrySort(form, "", "", out string sortedForm))
            {
                return false;
            }

            string path = mark < 0 ? target : target[..mark];
            string question = sortedQuery.Length > 0 || sortedForm.Length > 0 ? "?" : "";
            string dot = sortedQuery.Length > 0 && sortedForm.Length > 0 ? "." : "";
            return writer.TryWriteUtf8($"{origin}{path}{question}{sortedQuery}{dot}{sortedForm}.{input.Nonce}");
        }

        private static bool TrySort(string parameters, string pair, string joiner, out string sorted)
        {
            string[] pairs = parameters.Split('&', StringSplitOptions.RemoveEmptyEntries);
            IEnumerable<(string Name, string Value)> decoded = pairs.Take(1024)
                .Select(static text => text.Split('=', 2))
                .Select(static halves => (Uri.UnescapeDataString(halves[0].Replace('+', ' ')), halves.Length > 1 ? Uri.UnescapeDataString(halves[1].Replace('+', ' ')) : ""));
            sorted = string.Join(joiner, decoded
                .OrderBy(static item => item.Name, StringComparer.Ordinal)
                .ThenBy(static item => item.Value, StringComparer.Ordinal)
                .Select(item => $"{item.Name}{pair}{item.Value}"));
            return pairs.Length <= 1024;
        }
    }
}
