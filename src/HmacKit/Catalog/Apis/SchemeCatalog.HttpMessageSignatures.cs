namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTTP Message Signatures with hmac-sha256: over method, target URI and, where there is a body, its digest.</summary>
    /// <remarks>
    /// <para>RFC 9421 lets each message choose what is covered; this demands the least that ties a signature to one request. Scheme, host and
    /// port are covered, so the server must be told its public origin.</para>
    /// <para>A nonce isn't demanded, so a request can be sent again within the window; <c>MessageSignatureDefinition.RequiresNonce</c> does.</para>
    /// </remarks>
    public static SignatureScheme HttpMessageSignatures => field ??= new MessageSignatureDefinition { Name = "http-message-signatures" }.Compile();
}
