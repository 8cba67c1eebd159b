using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Fuzz;

/// <summary>A scheme of the catalogue with a key, a clock and a verifier.</summary>
internal sealed class FuzzScheme
{
    public static readonly DateTimeOffset Now = new(2025, 12, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly SigningValues Values = new() { Time = Now, Id = "evt_0001", Nonce = "nonce-0001" };

    private FuzzScheme(SignatureScheme scheme)
    {
        Scheme = scheme.MissingValues.Aggregate(scheme, static (one, name) => one.With(name, "https://api.example.com/hook"));
        Ring = new KeyRing(scheme.HasKeyId ? "key-1" : "", Key("right"));
        WrongRing = new KeyRing(Ring.Id, Key("wrong"));
        Verifier = new RequestVerifier(Scheme, new MemoryKeySource(Ring), new VerifierOptions
        {
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
            TimeProvider = new ManualTimeProvider(Now),
        });
    }

    /// <summary>All that have a key of bytes; an input names one by a number.</summary>
    public static IReadOnlyList<FuzzScheme> All { get; } =
        [.. SchemeCatalog.All.Where(static scheme => scheme is { PublicKey: null, AnswersTo: null }).Select(static scheme => new FuzzScheme(scheme))];

    public SignatureScheme Scheme { get; }

    public KeyRing Ring { get; }

    /// <summary>A ring of the same id with a key that never signed anything.</summary>
    public KeyRing WrongRing { get; }

    public RequestVerifier Verifier { get; }

    /// <summary>The request with its signature; null if the scheme can't express it.</summary>
    public RawRequest? TrySign(RawRequest request)
    {
        try
        {
            return new RequestSigner(Scheme, Ring).Sign(request, Values).ApplyTo(request);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // As text, since a token is sent as it is.
    private HmacKey Key(string name) =>
        HmacKey.Import(Scheme.Algorithm, KeyFormat.Text, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} key of {Scheme.Name}"))));
}
