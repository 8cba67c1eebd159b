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
            using var fields = new CanonicalParameters(isEncoded: false);
            if (!fields.TryAdd(input.Body))
            {
                return false;
            }

            fields.Remove("merchantSig"u8);
            fields.Sort();
            int written = 0;
            for (int i = 0; i < fields.Count; i++)
            {
                // A field that is there twice could be read in two ways.
                if (i > 0 && fields.Name(i).SequenceCompareTo(fields.Name(i - 1)) == 0)
                {
                    return false;
                }

                Write(fields.Name(i), fields.Name(i), ref written, ref writer);
            }

            for (int i = 0; i < fields.Count; i++)
            {
                Write(fields.Name(i), fields.Value(i), ref written, ref writer);
            }

            return true;
        }

        private static void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, ref int written, ref MessageWriter writer)
        {
            if (name.StartsWith("ignore."u8))
            {
                return;
            }

            writer.Write(written++ == 0 ? default : ":"u8);
            while (text.IndexOfAny((byte)'\\', (byte)':') is >= 0 and var at)
            {
                writer.Write(text[..at]);
                writer.Write("\\"u8);
                writer.Write(text.Slice(at, 1));
                text = text[(at + 1)..];
            }

            writer.Write(text);
        }
    }
}
