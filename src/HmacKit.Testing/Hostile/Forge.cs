using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Testing;

/// <summary>Makes signed requests: good ones, and odd ones that are signed with the right key all the same.</summary>
internal sealed class Forge
{
    private readonly PublicOrigin _origin;
    private readonly string _target;

    public Forge(SignatureScheme scheme, KeyRing keys, PublicOrigin origin, string target, HostileOptions options)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        if (scheme.AnswersTo is not null)
        {
            throw new ArgumentException($"Scheme '{scheme.Name}' signs answers, and an endpoint gets requests.", nameof(scheme));
        }

        Scheme = scheme;
        Keys = keys;
        Options = options;
        _origin = options.Origin ?? origin;
        _target = target;
        IsPlain = !scheme.HasCode && FillsAllIn();
    }

    public SignatureScheme Scheme { get; }

    public KeyRing Keys { get; }

    public HostileOptions Options { get; }

    /// <summary>Whether all that a signer sets are headers whose templates are filled in here to the letter, so that each piece of them can be attacked.</summary>
    public bool IsPlain { get; }

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    /// <summary>A body other than that of a good request, of its kind.</summary>
    public ReadOnlyMemory<byte> OtherBody => (byte[])[.. Options.Body.Span, (byte)' '];

    /// <summary>The header that carries the signature, of a plain scheme.</summary>
    public SchemeCarrier SignatureHeader => Scheme.Headers.First(header => Template.Placeholders(header).Contains("signature"));

    /// <summary>Whether some header carries the placeholder.</summary>
    public bool Carries(string placeholder) => IsPlain && Scheme.Headers.Any(header => Template.Placeholders(header).Contains(placeholder));

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
        return Sign(claim, keys, timestamp is null ? time ?? Now : null, target ?? _target, body ?? Options.Body, IsPlain);
    }

    private SignedRequest Sign(Claim claim, KeyRing keys, DateTimeOffset? time, string target, ReadOnlyMemory<byte> body, bool isPlain)
    {
        var request = new SignedRequest(Scheme, claim, Options.Method.Method, target, body, [.. Options.Headers]);
        var signer = new RequestSigner(Scheme, keys, Options.TimeProvider);
        if (!isPlain)
        {
            SignedHeaders signed = signer.Sign(Raw(request), Options.Values with { Time = time ?? Now, TimestampText = time is null ? claim.Timestamp : null, Id = claim.Id, Nonce = claim.Nonce });
            RawRequest whole = signed.ApplyTo(new RawRequest(request.Method, target, request.Others, body));
            var wire = new WireRequest(whole.Method, whole.Target, [.. whole.Headers], whole.Body);
            return request with { Wire = wire, Places = Place.Of(Scheme, signed, wire) };
        }

        Span<byte> signature = stackalloc byte[128];
        int length = signer.Sign(Raw(request), body.Span, Values(claim), signature);
        return request with { Claim = claim with { Signature = Encoding.ASCII.GetString(signature[..length]) } };
    }

    /// <summary>Whether filling the templates in gives what a signer gives.</summary>
    private bool FillsAllIn()
    {
        var keys = new KeyRing(Keys.Id, Keys.Primary);
        var claim = new Claim(keys.Id, Text(Now), Random(), Random(), "");
        WireRequest signed = Sign(claim, keys, time: null, _target, Options.Body, isPlain: false).ToWire();
        try
        {
            WireRequest filled = Sign(claim, keys, time: null, _target, Options.Body, isPlain: true).ToWire();
            return signed.Target == filled.Target && signed.Body.Equals(filled.Body)
                && signed.Headers.Count == filled.Headers.Count && signed.Headers.All(filled.Headers.Contains);
        }
        catch (ArgumentException)
        {
            return false;
        }
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
    public bool IsGenuine(WireRequest request, bool areJoined) => Scheme.Verify(request.AsReceived(_origin, areJoined), Keys, Now).IsValid;

    /// <summary>A time as the scheme writes it.</summary>
    public string Text(DateTimeOffset time) => Scheme.Freshness?.Format switch
    {
        TimestampFormat.UnixMilliseconds => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        TimestampFormat.Rfc3339 => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        TimestampFormat.Rfc3339Seconds => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        TimestampFormat.IsoWithoutOffset => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        TimestampFormat.IsoWithoutOffsetFraction => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
        TimestampFormat.IsoBasic => time.UtcDateTime.ToString("yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture),
        TimestampFormat.IsoCompact => time.UtcDateTime.ToString("yyyyMMddTHH:mm:ss+0000", CultureInfo.InvariantCulture),
        TimestampFormat.Rfc5322 => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
        TimestampFormat.UnixSecondsWithFraction => (time.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
        TimestampFormat.HttpDate => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture),
        _ => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    public static string Random() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private RawRequest Raw(SignedRequest signed) => new(signed.Method, signed.Target, WireRequest.WithHost(signed.Others, _origin), signed.Body, _origin);

    private static SigningValues Values(Claim claim) => new() { TimestampText = claim.Timestamp, Id = claim.Id, Nonce = claim.Nonce };
}
