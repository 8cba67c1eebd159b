namespace HmacKit;

/// <summary>A request whose body is read once and then given again, for a scheme in code that verifies several signatures.</summary>
internal sealed class RequestReadOnce(RequestSource request) : RequestSource
{
    private RequestBody? _body;

    public override string Method => request.Method;

    public override string Target => request.Target;

    public override PublicOrigin? Origin => request.Origin;

    public override RequestSource? Answered => request.Answered;

    public override int? Status => request.Status;

    public override IEnumerable<string> HeaderNames => request.HeaderNames;

    public override HeaderValue GetHeader(string name) => request.GetHeader(name);

    public override IReadOnlyList<string>? GetHeaderLines(string name) => request.GetHeaderLines(name);

    public override IReadOnlyList<string>? GetTrailerLines(string name) => request.GetTrailerLines(name);

    public override async ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        _body ??= await request.ReadBodyAsync(limit, cancellationToken).ConfigureAwait(false);
}
