namespace HmacKit.Testing;

/// <summary>A function in memory.</summary>
internal sealed class FunctionTransport(Func<RawRequest, CancellationToken, ValueTask<bool>> verify, PublicOrigin origin) : Transport
{
    public static readonly PublicOrigin Origin = new(new Uri("https://api.example.com"));

    public override async Task<Answer> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        try
        {
            bool isAccepted = await verify(request.AsReceived(origin, areJoined: false), cancellationToken).ConfigureAwait(false);
            return new Answer(isAccepted ? 200 : 401, "", "");
        }
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(500, "", thrown.GetType().Name);
        }
    }
}
