namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Inngest calls of an app: body and time. The key is the signing key without its prefix <c>signkey-…-</c>.</summary>
    public static SignatureScheme Inngest => field ??= SignatureScheme.Compile(new()
    {
        Name = "inngest",
        Message = "{body}{timestamp}",
        Headers = { ["x-inngest-signature"] = HeaderFormat.Fields("t={timestamp}&s={signature:hex}", '&') },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "the vendor joins body and time with nothing between them; the time is the same in the header.",
        Code = new SigningKeyWithoutPrefix(),
        Documentation = new("https://www.inngest.com/docs/platform/signing-keys"),
    });

    /// <summary>The prefix names an environment, so it isn't always the same text.</summary>
    private sealed class SigningKeyWithoutPrefix : SchemeCode
    {
        public override bool DerivesKey => true;

        protected override bool TryDeriveKey(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key)
        {
            ReadOnlySpan<byte> beginning = "signkey-"u8;
            int end = secret.StartsWith(beginning) ? secret[beginning.Length..].IndexOf((byte)'-') : -1;
            key.Write(end > 0 ? secret[(beginning.Length + end + 1)..] : secret);
            return true;
        }
    }
}
