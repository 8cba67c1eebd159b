namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTTP Message Signatures, RFC 9421 with hmac-sha256, whatever the signature covers.</summary>
    /// <remarks>
    /// <para>It proves what the message says it covers and nothing else: a signature over a date alone is valid here. For an endpoint take
    /// <c>http-message-signatures</c>, or a <c>MessageSignatureDefinition</c> of your own with the least that must be covered.</para>
    /// </remarks>
    public static SignatureScheme Rfc9421 => field ??= new MessageSignatureDefinition { Name = "rfc9421", AtLeast = [], MaxAge = TimeSpan.FromMinutes(5) }.Compile();
}
