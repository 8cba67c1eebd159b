namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Zero Hash API: time, method, target and body, where no body counts as <c>{}</c>.</summary>
    /// <remarks>The passphrase in <c>X-SCX-PASSPHRASE</c> is yours to set; it isn't signed.</remarks>
    public static SignatureScheme ZeroHashApi => field ??= SignatureScheme.Compile(new()
    {
        Name = "zero-hash-api",
        Message = "{timestamp}{method}{target}{body}",
        Headers =
        {
            ["X-SCX-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["X-SCX-SIGNED"] = HeaderFormat.Text("{signature:base64}"),
            ["X-SCX-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
        },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(60)),
        AmbiguousBecause = "the vendor joins the parts with nothing between them.",
        Code = new EmptyObjectForNoBody(),
        Documentation = new("https://docs.zerohash.com/reference/api-authentication"),
    });

    private sealed class EmptyObjectForNoBody : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            bool isWritten = base.TryWriteMessage(input, ref writer);
            if (input.Body.IsEmpty)
            {
                writer.Write("{}"u8);
            }

            return isWritten;
        }
    }
}
