using System.Text.Json.Nodes;

namespace HmacKit.Tests.Interop;

/// <summary>A request that both sides know, with its key.</summary>
internal sealed class InteropRequest
{
    public static readonly DateTimeOffset Now = SchemeCase.Now;

    private readonly string _secret;
    private readonly KeyRing _ring;
    private readonly SigningValues _values;

    public InteropRequest(SignatureScheme scheme, string secret, byte[] key, RawRequest request, string nonce, string id)
    {
        Scheme = scheme;
        Request = request;
        _secret = scheme.SecretFormat == KeyFormat.Text ? secret : "whsec_" + Convert.ToBase64String(key);
        _ring = new KeyRing(scheme.HasKeyId ? "partner/1" : "", scheme.ImportKey(_secret));
        _values = new SigningValues { Time = Now, Nonce = nonce, Id = id };
    }

    public SignatureScheme Scheme { get; }

    public RawRequest Request { get; }

    public RawRequest Sign() => Request.WithHeaders(new RequestSigner(Scheme, _ring).Sign(Request, _values));

    public VerificationStatus Verify(RawRequest signed, DateTimeOffset? now = null) => Scheme.Verify(signed, _ring, now ?? Now).Status;

    public JsonObject ToJson(int id, string what, RawRequest? signed = null, DateTimeOffset? now = null)
    {
        RawRequest request = signed ?? Request;
        return new JsonObject
        {
            ["id"] = id,
            ["do"] = what,
            ["scheme"] = Scheme.Name,
            ["keyId"] = _ring.Id,
            ["secret"] = _secret,
            ["method"] = request.Method,
            ["target"] = request.Target,
            ["bodyBase64"] = Convert.ToBase64String(request.Body.Span),
            ["timestamp"] = Scheme.Freshness is { Format: TimestampFormat.UnixMilliseconds } ? "1765972800000" : "1765972800",
            ["nonce"] = _values.Nonce,
            ["messageId"] = _values.Id,
            ["headers"] = new JsonObject(request.Headers.Select(header => new KeyValuePair<string, JsonNode?>(header.Key, header.Value))),
            ["now"] = (now ?? Now).ToUnixTimeMilliseconds(),
        };
    }
}
