using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Fixtures;

/// <summary>
/// A scheme with a key and requests of it. <see cref="All"/> is the one list that drives the tests of all schemes: what
/// is added to the catalogue is tested at once.
/// </summary>
internal sealed class SchemeCase
{
    /// <summary>The time at which these requests are signed and verified.</summary>
    public static readonly DateTimeOffset Now = new(2025, 12, 17, 12, 0, 0, TimeSpan.Zero);

    public const string Target = "/v1/things?b=2&a=1";

    public static readonly byte[] Body = """{"amount":100,"currency":"EUR"}"""u8.ToArray();

    private SchemeCase(SignatureScheme scheme)
    {
        Scheme = scheme;
        string text = $"secret of {scheme.Name}, long enough for anyone";
        Secret = scheme.SecretFormat == KeyFormat.Text ? Encoding.UTF8.GetBytes(text) : SHA256.HashData(Encoding.UTF8.GetBytes(text));
        Key = HmacKey.Import(scheme.Algorithm, KeyFormat.Hex, Convert.ToHexString(Secret), "the case's key");
        Ring = new KeyRing(scheme.HasKeyId ? "key-1" : "", Key);
        Signer = new RequestSigner(scheme, Ring);
    }

    /// <summary>The catalogue, and schemes that use what the catalogue doesn't.</summary>
    public static IReadOnlyList<SchemeCase> All { get; } = [.. PlainSchemes.All.Concat(OwnSchemes.All).Select(scheme => new SchemeCase(scheme))];

    public static TheoryData<string> Names => new(All.Select(item => item.Scheme.Name));

    public static TheoryData<string> CatalogueNames => new(SchemeCatalog.All.Select(scheme => scheme.Name));

    public static TheoryData<string> NamesOf(Func<SignatureScheme, bool> isWanted) =>
        new(All.Where(item => isWanted(item.Scheme)).Select(item => item.Scheme.Name));

    public SignatureScheme Scheme { get; }

    public byte[] Secret { get; }

    public HmacKey Key { get; }

    public KeyRing Ring { get; }

    public RequestSigner Signer { get; }

    public static SigningValues Values { get; } = new() { Time = Now, Id = "evt_0001", Nonce = "nonce-0001" };

    public static SchemeCase Of(string name) => All.Single(item => item.Scheme.Name == name);

    public static SchemeCase Of(SignatureScheme scheme) => new(scheme);

    /// <summary>A signed request; it has a Host header, which one of the schemes signs.</summary>
    public RawRequest Sign(
        string method = "POST", string target = Target, byte[]? body = null, SigningValues? values = null, RequestSigner? signer = null)
    {
        var request = new RawRequest(method, target, [new("Host", "api.example.com")], body ?? Body);
        SignedHeaders signed = (signer ?? Signer).Sign(request, values ?? Values);
        return new RawRequest(method, target, request.Headers.Concat(signed), request.Body);
    }

    public VerificationStatus Verify(RawRequest request, DateTimeOffset? now = null, KeyRing? ring = null) =>
        Scheme.Verify(request, ring ?? Ring, now ?? Now).Status;

    /// <summary><see cref="Now"/> as the scheme writes it; empty if it has no time.</summary>
    public string TimestampText => Scheme.Freshness?.Format switch
    {
        TimestampFormat.UnixSeconds => "1765972800",
        TimestampFormat.UnixMilliseconds => "1765972800000",
        TimestampFormat.Rfc3339 => "2025-12-17T12:00:00.000Z",
        TimestampFormat.HttpDate => "Wed, 17 Dec 2025 12:00:00 GMT",
        _ => "",
    };

    /// <summary>The message of a request that was signed with <see cref="Values"/>, without the engine.</summary>
    public byte[] ExpectedMessage(RawRequest request) =>
        NaiveMessage.Of(Scheme.Message, request, new(TimestampText, Values.Id!, Values.Nonce!, Ring.Id));

    /// <summary>The signature of a request that was signed with <see cref="Values"/>, without the engine.</summary>
    public string ExpectedSignature(RawRequest request)
    {
        byte[] tag = NaiveMessage.Tag(Scheme.Algorithm, Secret, ExpectedMessage(request));
        string template = Scheme.Headers.Single(header => header.Name == SignatureHeader).Format.Template;
        return template.Contains("signature:hex}", StringComparison.Ordinal) ? Convert.ToHexStringLower(tag)
            : template.Contains("signature:base64}", StringComparison.Ordinal) ? Convert.ToBase64String(tag)
            : Convert.ToBase64String(tag).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>A verifier with this case's key and clock; it accepts replays unless it is given a store.</summary>
    public RequestVerifier Verifier(IReplayStore? store = null, IKeySource? keys = null, int? maxBodyBytes = null, TimeProvider? clock = null) =>
        new(Scheme, keys ?? new MemoryKeySource(Ring), new VerifierOptions
        {
            ReplayStore = store,
            AcceptReplaysBecauseTheHandlerIsIdempotent = store is null,
            TimeProvider = clock ?? new ManualTimeProvider(Now),
            MaxBodyBytes = maxBodyBytes ?? VerifierOptions.DefaultMaxBodyBytes,
        });

    /// <summary>The name of the header that carries a placeholder.</summary>
    public string HeaderWith(string placeholder) =>
        Scheme.Headers.First(header => header.Format.Template.Contains("{" + placeholder, StringComparison.Ordinal)).Name;

    public string SignatureHeader => HeaderWith("signature:");

    public override string ToString() => Scheme.Name;
}
