using System.Text;

namespace HmacKit;

/// <summary>
/// A request while it is signed: what the signer has set so far over the request that it was given. The message is written
/// from it, so that it covers the headers, parameters and fields that are about to be sent.
/// </summary>
public sealed class RequestDraft : RequestSource
{
    private readonly RequestSource _request;
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private string? _target;

    internal RequestDraft(RequestSource request, ReadOnlyMemory<byte> body)
    {
        _request = request;
        Body = body;
    }

    /// <inheritdoc/>
    public override string Method => _request.Method;

    /// <inheritdoc/>
    public override string Target => _target ?? _request.Target;

    /// <inheritdoc/>
    public override PublicOrigin? Origin => _request.Origin;

    /// <inheritdoc/>
    public override RequestSource? Answered => _request.Answered;

    /// <inheritdoc/>
    public override int? Status => _request.Status;

    /// <inheritdoc/>
    public override IEnumerable<string> HeaderNames =>
        _request.HeaderNames.Where(name => !_headers.Exists(header => IsName(header.Key, name))).Concat(_headers.Select(static header => header.Key));

    /// <summary>The body as it is to be sent.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The headers that were set, in the order in which they were set first.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Whether something was put into the body.</summary>
    internal bool IsBodySet { get; private set; }

    /// <inheritdoc/>
    public override HeaderValue GetHeader(string name)
    {
        foreach (KeyValuePair<string, string> header in _headers)
        {
            if (IsName(header.Key, name))
            {
                return HeaderValue.Of(header.Value);
            }
        }

        return _request.GetHeader(name);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetHeaderLines(string name) =>
        _headers.Exists(header => IsName(header.Key, name)) ? base.GetHeaderLines(name) : _request.GetHeaderLines(name);

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetTrailerLines(string name) => _request.GetTrailerLines(name);

    /// <inheritdoc/>
    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        new(Body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(Body));

    /// <summary>Puts a text into the request, in place of one that is there under the name: once more is no second one.</summary>
    /// <param name="kind">Where it goes.</param>
    /// <param name="name">The name of the header, parameter, field or cookie; the pointer of a JSON member; the name of an XML member; the number of a path segment, counted from 1.</param>
    /// <param name="text">The text, not encoded. A header's and a path segment's is taken as it is.</param>
    /// <exception cref="ArgumentException">The request has no place for it, or the text holds a line break or another control character.</exception>
    public void Set(CarrierKind kind, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f', StringComparison.Ordinal))
        {
            throw new ArgumentException($"A text for {kind} '{name}' holds a control character.", nameof(text));
        }

        switch (kind)
        {
            case CarrierKind.Header:
                SetHeader(name, text);
                break;
            case CarrierKind.Query:
                _target = PlacedText.InQuery(Target, name, text);
                break;
            case CarrierKind.Form:
                SetBody(Encoding.Latin1.GetBytes(PlacedText.InParameters(Encoding.Latin1.GetString(Body.Span), name, text)));
                break;
            case CarrierKind.Json:
                JsonPointer pointer = JsonPointer.Parse(name) is { } found && name.Length > 1
                    ? found
                    : throw new ArgumentException($"'{name}' is no JSON pointer to a member; one begins with '/'.", nameof(name));
                SetBody(PlacedText.InJson(Body.Span, pointer, text));
                break;
            case CarrierKind.Xml:
                SetBody(FlatXml.With(Body.Span, name, text));
                break;
            case CarrierKind.PathSegment:
                _target = PlacedText.InPath(Target, int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), text);
                break;
            default:
                SetHeader("Cookie", PlacedText.InCookies(GetHeader("Cookie").Value, name, text));
                break;
        }
    }

    private void SetHeader(string name, string value)
    {
        int at = _headers.FindIndex(header => IsName(header.Key, name));
        if (at >= 0)
        {
            _headers[at] = new(_headers[at].Key, value);
        }
        else
        {
            _headers.Add(new(name, value));
        }
    }

    private void SetBody(byte[] body)
    {
        Body = body;
        IsBodySet = true;
    }

    private static bool IsName(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}
