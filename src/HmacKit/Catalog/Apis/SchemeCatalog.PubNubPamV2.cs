namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>PubNub access manager, signature version 2: method, publish key, path, sorted query and body.</summary>
    /// <remarks>In the message a <c>~</c> of the query is <c>%7E</c>, however it is sent.</remarks>
    public static SignatureScheme PubNubPamV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "pubnub-pam-v2",
        Message = "{method}\n{publishKey}\n{path}\n{query:sorted}\n{body}",
        Query =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["signature"] = HeaderFormat.Text("v2.{signature:base64url}"),
        },
        Values = { ["publishKey"] = SchemeValue.Configured() },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(1)),
        Code = new EncodedTilde(),
        Documentation = new("https://www.pubnub.com/docs/sdks/rest-api/introduction-to-rest"),
    });

    private sealed class EncodedTilde : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            if (mark < 0 || !(target.AsSpan(mark).Contains('~') || target.AsSpan(mark).Contains("%7E", StringComparison.OrdinalIgnoreCase)))
            {
                return base.TryWriteMessage(input, ref writer);
            }

            using var query = new CanonicalParameters();
            if (!query.TryAddQuery(target))
            {
                return false;
            }

            query.Remove("signature"u8);
            query.Sort();
            for (int i = 1; i < query.Count; i++)
            {
                // A parameter that is there twice could be read in two ways.
                if (query.Name(i).SequenceCompareTo(query.Name(i - 1)) == 0)
                {
                    return false;
                }
            }

            bool isWritten = writer.TryWriteAscii($"{input.Request.Method}\n")
                && writer.TryWriteUtf8(input.GetValue("publishKey"))
                && writer.TryWriteAscii($"\n{target.AsSpan(0, mark)}\n{query.ToString().Replace("~", "%7E", StringComparison.Ordinal)}\n");
            writer.WriteBody(input.Body);
            return isWritten;
        }
    }
}
