using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Testing;

/// <summary>Makes signed requests: good ones, and odd ones that are signed with the right key all the same.</summary>
internal sealed class Forge
{
    private readonly string _host;
    private readonly string _target;

    public Forge(SignatureScheme scheme, KeyRing keys, string host, string target, HostileOptions options)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        Scheme = scheme;
        Keys = keys;
        Options = options;
        _host = host;
        _target = target;
    }

    public SignatureScheme Scheme { get; }

    public KeyRing Keys { get; }

    public HostileOptions Options { get; }

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    /// <summary>The header that carries the signature.</summary>
    public SchemeCarrier SignatureHeader => Scheme.Headers.First(header => Template.Placeholders(header).Contains("signature"));

    /// <summary>Whether some header carries the placeholder.</summary>
    public bool Carries(string placeholder) => Scheme.Headers.Any(header => Template.Placeholders(header).Contains(placeholder));

    /// <summary>Signs a request; what isn't given is that of a good one.</summary>
    /// <exception cref="ArgumentException">The scheme can't express it.</exception>
    public SignedRequest Sign(
        KeyRing? keys = null,
        DateTimeOffset? time = null,
        string? timestamp = null,
        string? id = null,
        string? nonce = null,
        string? target = null,
        ReadOnlyMemory<byte>? body = null)
    {
        keys ??= Keys;
        var claim = new Claim(keys.Id, timestamp ?? Text(time ?? Now), id ?? Random(), nonce ?? Random(), "");
        var signed = new SignedRequest(Scheme, claim, Options.Method.Method, target ?? _target, body ?? Options.Body, [.. Options.Headers]);
        RawRequest request = Raw(signed);
        Span<byte> signature = stackalloc byte[128];
        int length = new RequestSigner(Scheme, keys, Options.TimeProvider).Sign(request, request.Body.Span, Values(claim), signature);
        return signed with { Claim = claim with { Signature = Encoding.ASCII.GetString(signature[..length]) } };
    }

    /// <summary>Signs a request with odd values; null if the scheme can't express it.</summary>
    public SignedRequest? TrySign(string? timestamp = null, string? id = null, string? nonce = null, string? target = null, ReadOnlyMemory<byte>? body = null)
    {
        try
        {
            return Sign(timestamp: timestamp, id: id, nonce: nonce, target: target, body: body);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The message that a request's signature is of.</summary>
    public byte[] Message(SignedRequest signed) =>
        new RequestSigner(Scheme, Keys, Options.TimeProvider).GetMessage(Raw(signed), signed.Body.Span, Values(signed.Claim));

    /// <summary>Whether the scheme's own rules, without those on replays, let a request through.</summary>
    public bool IsGenuine(WireRequest request, bool areJoined) => Scheme.Verify(request.AsReceived(_host, areJoined), Keys, Now).IsValid;

    /// <summary>A time as the scheme writes it.</summary>
    public string Text(DateTimeOffset time) => Scheme.Freshness?.Format switch
    {
        TimestampFormat.UnixMilliseconds => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        TimestampFormat.Rfc3339 => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        TimestampFormat.Rfc3339Seconds => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        TimestampFormat.HttpDate => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture),
        _ => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    public static string Random() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private RawRequest Raw(SignedRequest signed) => new(signed.Method, signed.Target, signed.Others.Append(new("Host", _host)), signed.Body);

    private static SigningValues Values(Claim claim) => new() { TimestampText = claim.Timestamp, Id = claim.Id, Nonce = claim.Nonce };
}
