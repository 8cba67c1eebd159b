using System.Text;

namespace HmacKit;

/// <summary>
/// A request while it is signed: what the signer has set so far over the request that it was given. The message is written
/// from it, so that it covers the headers, parameters and fields that are about to be sent.
/// </summary>
internal sealed class SigningDraft(RequestSource request, ReadOnlyMemory<byte> body) : RequestSource
{
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private string? _target;

    public override string Method => request.Method;

    public override string Target => _target ?? request.Target;

    public override PublicOrigin? Origin => request.Origin;

    public override IEnumerable<string> HeaderNames =>
        request.HeaderNames.Where(name => !_headers.Exists(header => IsName(header.Key, name))).Concat(_headers.Select(static header => header.Key));

    /// <summary>The body as it is to be sent.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; } = body;

    public override HeaderValue GetHeader(string name)
    {
        foreach (KeyValuePair<string, string> header in _headers)
        {
            if (IsName(header.Key, name))
            {
                return HeaderValue.Of(header.Value);
            }
        }

        return request.GetHeader(name);
    }

    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        new(Body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(Body));

    /// <summary>Sets a header in place of whatever the request had.</summary>
    public void SetHeader(string name, string value) => _headers.Add(new(name, value));

    /// <summary>Sets a carrier's text.</summary>
    /// <exception cref="ArgumentException">The request has no place for it.</exception>
    public void Place(SchemeCarrier carrier, string text)
    {
        switch (carrier.Kind)
        {
            case CarrierKind.Header:
                SetHeader(carrier.Name, text);
                break;
            case CarrierKind.Query:
                _target = PlacedText.InQuery(Target, carrier.Name, text);
                break;
            case CarrierKind.Form:
                Body = Encoding.Latin1.GetBytes(PlacedText.InParameters(Encoding.Latin1.GetString(Body.Span), carrier.Name, text));
                break;
            case CarrierKind.Json:
                Body = PlacedText.InJson(Body.Span, carrier.Pointer!, text);
                break;
            case CarrierKind.PathSegment:
                _target = PlacedText.InPath(Target, carrier.Segment, text);
                break;
            default:
                SetHeader("Cookie", PlacedText.InCookies(GetHeader("Cookie").Value, carrier.Name, text));
                break;
        }
    }

    /// <summary>What was set, for the caller to send.</summary>
    public SignedHeaders ToSigned(bool isBodySet) => new([.. _headers], Target, isBodySet ? Body : default(ReadOnlyMemory<byte>?));

    private static bool IsName(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}
