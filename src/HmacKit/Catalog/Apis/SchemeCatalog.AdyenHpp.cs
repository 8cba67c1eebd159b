namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Adyen hosted payment pages: the fields of the form, first all names and then all values.</summary>
    /// <remarks>Adyen has retired these pages. Fields that begin with <c>ignore.</c>, and the signature, aren't signed. <c>sessionValidity</c> isn't looked at.</remarks>
    public static SignatureScheme AdyenHpp => field ??= SignatureScheme.Compile(new()
    {
        Name = "adyen-hpp",
        Message = "{form:sorted}",
        Form = { ["merchantSig"] = HeaderFormat.Text("{signature:base64}") },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Joiner = ":", Pair = ":" },
        SecretFormat = KeyFormat.Hex,
        AmbiguousBecause = "the message in the description isn't the one that the code writes, which escapes what separates names and values.",
        Code = new NamesBeforeValues(),
        Documentation = new("https://github.com/Adyen/adyen-node-api-library/blob/main/src/utils/hmacValidator.ts"),
    });

    private sealed class NamesBeforeValues : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            if (CanonicalText.Parameters(input.Body) is not { } pairs)
            {
                return false;
            }

            var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach ((string name, string value) in pairs.Select(static pair => (Escape(pair.Name), Escape(pair.Value))))
            {
                // A field that is there twice could be read in two ways.
                if (name != "merchantSig" && !name.StartsWith("ignore.", StringComparison.Ordinal) && !fields.TryAdd(name, value))
                {
                    return false;
                }
            }

            return writer.TryWriteUtf8(string.Join(':', fields.Keys.Concat(fields.Values)));
        }

        private static string Escape(string text) =>
            Uri.UnescapeDataString(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
    }
}
