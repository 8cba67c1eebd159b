namespace HmacKit;

/// <summary>A request as another one gives it, but for what a derived class overrides.</summary>
internal abstract class RequestView(RequestSource request) : RequestSource
{
    public override string Method => request.Method;

    public override string Target => request.Target;

    public override PublicOrigin? Origin => request.Origin;

    public override RequestSource? Answered => request.Answered;

    public override int? Status => request.Status;

    public override IEnumerable<string> HeaderNames => request.HeaderNames;

    public override HeaderValue GetHeader(string name) => request.GetHeader(name);

    public override IReadOnlyList<string>? GetHeaderLines(string name) => request.GetHeaderLines(name);

    public override IReadOnlyList<string>? GetTrailerLines(string name) => request.GetTrailerLines(name);

    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) => request.ReadBodyAsync(limit, cancellationToken);
}
