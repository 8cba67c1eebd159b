namespace HmacKit;

/// <summary>A request with another target, for a vendor that signs another spelling of it.</summary>
internal sealed class RequestWithTarget(RequestSource request, string target) : RequestSource
{
    public override string Method => request.Method;

    public override string Target => target;

    public override PublicOrigin? Origin => request.Origin;

    public override RequestSource? Answered => request.Answered;

    public override int? Status => request.Status;

    public override IEnumerable<string> HeaderNames => request.HeaderNames;

    public override HeaderValue GetHeader(string name) => request.GetHeader(name);

    public override IReadOnlyList<string>? GetHeaderLines(string name) => request.GetHeaderLines(name);

    public override IReadOnlyList<string>? GetTrailerLines(string name) => request.GetTrailerLines(name);

    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) => request.ReadBodyAsync(limit, cancellationToken);
}
