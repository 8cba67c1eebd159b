namespace HmacKit;

/// <summary>A request whose body is read once and then given again, for a scheme in code that verifies several signatures.</summary>
internal sealed class RequestReadOnce(RequestSource request) : RequestView(request)
{
    private RequestBody? _body;

    public override async ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
        _body ??= await base.ReadBodyAsync(limit, cancellationToken).ConfigureAwait(false);
}
