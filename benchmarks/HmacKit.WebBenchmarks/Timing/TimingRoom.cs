using System.Text;

namespace HmacKit.WebBenchmarks;

/// <summary>Keys and the refused requests whose times are compared. All ids and signatures have one length, so that nothing but the state of a key differs.</summary>
internal sealed class TimingRoom
{
    /// <summary>What carries an API key.</summary>
    public const string ApiKeyHeader = "X-API-Key";

    private const string Secret = "the secret of a known key, of thirty-two bytes";
    private const string SignatureHeader = "X-OSAYCORE-SIGNATURE";

    private readonly byte[] _body;

    public TimingRoom(int bodyBytes, string knownApiKey, string unknownApiKey)
    {
        _body = Encoding.ASCII.GetBytes(new string('x', bodyBytes));
        KnownApiKey = knownApiKey;
        UnknownApiKey = unknownApiKey;
    }

    public string KnownApiKey { get; }

    public string UnknownApiKey { get; }

    public static MemoryKeySource Keys() => new(
        new KeyRing("key-known", Key(Secret)),
        new KeyRing("key-turns", Key(Secret)).WithAccepted(Key("another secret that is accepted, of 32 bytes")),
        new KeyRing("key-is-off", Key(Secret)).Disable(),
        new KeyRing("key-other", Key(Secret)));

    /// <summary>A request under a key id whose signature is right up to a byte; what is wrong with it is one bit.</summary>
    public RawRequest Signed(string keyId, int wrongByte, DateTimeOffset now)
    {
        var request = new RawRequest("POST", SignedRequest.Path, [], _body);
        SignedHeaders signed = new RequestSigner(SchemeCatalog.OsayCore, new KeyRing(keyId, Key(Secret))).Sign(request, new SigningValues { Time = now });
        byte[] tag = Convert.FromHexString(signed[SignatureHeader]);
        tag[wrongByte] ^= 1;
        return new RawRequest("POST", SignedRequest.Path, [.. signed.Where(static header => header.Key != SignatureHeader), new(SignatureHeader, Convert.ToHexStringLower(tag))], _body);
    }

    /// <summary>A request with an API key: a known one whose secret is wrong, or one that was never issued.</summary>
    public RawRequest WithApiKey(bool isKnown) => new("POST", TimingServer.ApiKeyPath, [new(ApiKeyHeader, isKnown ? KnownApiKey : UnknownApiKey)], _body);

    private static HmacKey Key(string secret) => SchemeCatalog.OsayCore.ImportKey(secret);
}
