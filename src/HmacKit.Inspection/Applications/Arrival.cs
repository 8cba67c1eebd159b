using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HmacKit.Inspection;

/// <summary>A request on its way through an application.</summary>
internal sealed class Arrival
{
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _time;
    private readonly long _start;
    private readonly string _method;
    private readonly HeaderLine[] _headers;

    public Arrival(HttpContext context, TimeProvider clock)
    {
        _clock = clock;
        _time = clock.GetUtcNow();
        _start = clock.GetTimestamp();
        _method = context.Request.Method;

        // What came: handlers and middleware may change it later.
        _headers = [.. context.Request.Headers.SelectMany(static header => header.Value.Select(value => new HeaderLine(header.Key, value ?? "")))];
        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        RawTarget = raw.Length > 0 ? raw : context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        Target = RawTarget;
    }

    /// <summary>As the server got it. Several verifications of one request each put their prefix before this.</summary>
    public string RawTarget { get; }

    public string Target { get; set; }

    /// <summary>Whether only the beginning of the body was kept.</summary>
    public bool IsBodyCut { get; set; }

    public PublicOrigin? Origin { get; set; }

    public SignatureScheme? Scheme { get; set; }

    public byte[] Body { get; set; } = [];

    public byte[] Message { get; set; } = [];

    public Finding? Finding { get; set; }

    /// <summary>Secrets that this request has brought.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    public RawRequest ToRaw() => new(_method, Target, _headers.Select(static line => KeyValuePair.Create(line.Name, line.Value)), Body, Origin);

    public Exchange ToExchange(HttpContext context, Finding finding) => new()
    {
        Time = _time,
        Method = _method,
        Target = Target,
        Origin = Origin?.ToString(),
        Headers = _headers,
        Body = Body,
        IsBodyCut = IsBodyCut,
        Message = Message,
        Finding = finding,
        Answer = new Answer { Status = context.Response.StatusCode, Milliseconds = Elapsed.TotalMilliseconds },
    };
}
