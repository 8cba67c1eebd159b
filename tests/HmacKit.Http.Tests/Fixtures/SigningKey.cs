namespace HmacKit.Http.Tests.Fixtures;

/// <summary>A scheme with a key that both sides have.</summary>
internal sealed class SigningKey(SignatureScheme scheme, string secret = SigningKey.Secret)
{
    public const string Secret = "a secret that both sides of the tests have";

    public static SigningKey TheOne => new(SchemeCatalog.TheOne);

    public SignatureScheme Scheme { get; } = scheme;

    public KeyRing Ring { get; } = new(scheme.HasKeyId ? "key-1" : "", HmacKey.Import(scheme.Algorithm, KeyFormat.Text, secret));

    public RequestSigner Signer(TimeProvider? clock = null) => new(Scheme, Ring, clock);

    /// <summary>A client without a factory: the signing handler, and inside it the one that sends.</summary>
    public HttpClient Client(SigningHandlerOptions? options = null, RequestSigner? signer = null) =>
        new(new SigningHandler(signer ?? Signer(), options) { InnerHandler = Sockets() });

    public static SocketsHttpHandler Sockets() => new() { AllowAutoRedirect = false };
}
