using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Cli;

/// <summary>A signed event of any scheme that requests are signed by, made up, or with one thing wrong on purpose.</summary>
internal sealed class SampleEvent
{
    // No difference between two time zones, which would be another finding.
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(67);

    private readonly SignatureScheme _scheme;
    private readonly WrongPart _wrong;
    private readonly bool _isForm;
    private readonly bool _isXml;
    private readonly bool _hasBody;

    /// <exception cref="CommandException">The scheme signs answers, or nothing that could be made wrong in this way.</exception>
    public SampleEvent(SignatureScheme scheme, WrongPart wrong, string? method)
    {
        _scheme = scheme;
        _wrong = wrong;
        if (scheme.AnswersTo is not null || scheme.PublicKey is not null)
        {
            throw new CommandException($"no event can be made up for the scheme '{scheme.Name}': it {(scheme.PublicKey is null ? "signs answers" : "signs with a private key")}.");
        }

        _isForm = scheme.Carriers.Any(static carrier => carrier.Kind == CarrierKind.Form) || scheme.Message.Contains("{form:", StringComparison.Ordinal);
        _isXml = scheme.Carriers.Any(static carrier => carrier.Kind == CarrierKind.Xml);
        bool isInUrl = !scheme.Covers.HasFlag(SignedParts.Body) && scheme.Carriers.Any(static carrier => carrier.HasSignature && carrier.Kind is CarrierKind.Query or CarrierKind.PathSegment);
        Method = method ?? (isInUrl ? "GET" : "POST");
        _hasBody = Method is not ("GET" or "HEAD") || _isForm || _isXml || scheme.Carriers.Any(static carrier => carrier.Kind == CarrierKind.Json);
        bool signsBody = (scheme.Covers & (SignedParts.Body | SignedParts.Fields | SignedParts.Custom)) != 0 && !scheme.IsToken;
        if (wrong == WrongPart.Body && !(signsBody && _hasBody))
        {
            throw new CommandException($"--wrong body: the scheme '{scheme.Name}' doesn't sign the body.");
        }

        if (wrong == WrongPart.Time && scheme.Freshness is null && scheme.Expiry is null)
        {
            throw new CommandException($"--wrong time: the scheme '{scheme.Name}' signs no time.");
        }
    }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The event as it is to be sent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="keyId">The key's id; not used where the scheme has none.</param>
    /// <param name="url">Where it goes.</param>
    /// <param name="headers">Headers of the user's own.</param>
    /// <param name="body">The body; null for one that is made up.</param>
    /// <param name="values">Values of the scheme's own.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CommandException">The scheme can't express it.</exception>
    public RawRequest Sign(HmacKey key, string? keyId, RequestUrl url, IReadOnlyList<KeyValuePair<string, string>> headers, byte[]? body, SigningValues values, DateTimeOffset now)
    {
        byte[] content = body ?? (_hasBody ? MakeUp(now) : []);
        List<KeyValuePair<string, string>> all = [.. headers];
        if (content.Length > 0 && !all.Any(static header => header.IsNamed("Content-Type")))
        {
            all.Add(KeyValuePair.Create("Content-Type", _isForm ? "application/x-www-form-urlencoded" : _isXml ? "text/xml" : "application/json"));
        }

        if (!all.Any(static header => header.IsNamed("Host")))
        {
            all.Add(KeyValuePair.Create("Host", url.Authority ?? ""));
        }

        if (_wrong == WrongPart.Time)
        {
            TimeSpan late = Over + (_scheme.Freshness?.MaxAge ?? _scheme.Expiry?.MaxLife ?? TimeSpan.Zero);
            values = values with { Time = now - late, Expires = _scheme.Expiry is { Format: not null } ? now - Over : null };
        }

        var request = new RawRequest(Method, url.Target, all, content, url.Origin);
        try
        {
            using HmacKey? other = _wrong == WrongPart.Key ? OtherKey() : null;
            KeyRing ring = _scheme.HasKeyId ? new KeyRing(keyId ?? "key_1", other ?? key) : new KeyRing(other ?? key);
            RawRequest signed = new RequestSigner(_scheme, ring).Sign(request, values with { Time = values.Time ?? now }).ApplyTo(request);
            RawRequest sent = _wrong == WrongPart.Body
                ? new RawRequest(signed.Method, signed.Target, signed.Headers, Changed(signed.Body.Span), signed.Origin)
                : signed;
            Check(_scheme.Verify(sent, _scheme.HasKeyId ? new KeyRing(ring.Id, key) : new KeyRing(key), now).Status);
            return sent;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OneLine.Of(exception));
        }
    }

    /// <summary>Nothing is sent that isn't what was asked for: some schemes sign what no event that is made up has.</summary>
    private void Check(VerificationStatus status)
    {
        if (_wrong == WrongPart.None && status != VerificationStatus.Valid)
        {
            throw new CommandException($"no event can be made up for the scheme '{_scheme.Name}' ({VerificationStatuses.NameOf(status)}): give what it signs with --body-file, --header and --param.");
        }

        if (_wrong != WrongPart.None && status == VerificationStatus.Valid)
        {
            throw new CommandException($"--wrong: an event of the scheme '{_scheme.Name}' stays valid with that.");
        }
    }

    /// <summary>A body as many senders write it: with blanks behind colons and commas, which others take out.</summary>
    private byte[] MakeUp(DateTimeOffset now)
    {
        string id = $"evt_{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        long time = now.ToUnixTimeSeconds();
        return Encoding.UTF8.GetBytes(_isXml
            ? string.Create(CultureInfo.InvariantCulture, $"<xml><id>{id}</id><type>hmackit.sample</type><created>{time}</created><note><![CDATA[made up by hmackit send]]></note></xml>")
            : _isForm
            ? string.Create(CultureInfo.InvariantCulture, $"id={id}&type=hmackit.sample&created={time}&note=made+up+by+hmackit+send")
            : string.Create(CultureInfo.InvariantCulture, $$$"""{"id": "{{{id}}}", "type": "hmackit.sample", "created": {{{time}}}, "data": {"note": "made up by hmackit send", "qty": 2}}"""));
    }

    private HmacKey OtherKey() => _scheme.IsToken
        ? HmacKey.Import(_scheme.Algorithm, KeyFormat.Text, RandomNumberGenerator.GetHexString(40, lowercase: true))
        : HmacKey.Generate(_scheme.Algorithm);

    /// <summary>What a framework makes of JSON that it has read and writes again, where that says the same; else a changed value.</summary>
    private static byte[] Changed(ReadOnlySpan<byte> body)
    {
        string text = Encoding.UTF8.GetString(body);
        string compact = text.Replace("\": ", "\":", StringComparison.Ordinal).Replace(", \"", ",\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.StartsWith('{') && compact != text ? compact : text.Length > 0 ? text + (text.Contains('=', StringComparison.Ordinal) ? "&more=1" : " ") : " ");
    }
}
