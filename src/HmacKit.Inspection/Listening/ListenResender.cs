namespace HmacKit.Inspection;

/// <summary>Sends again through the inspector's own pipeline, to the target that was fixed when it was started.</summary>
internal sealed class ListenResender(InspectedScheme scheme, ExchangePipeline pipeline, SecretMask mask) : Resender(mask)
{
    protected override async Task<long?> SendAsync(Exchange exchange, string kind, bool isSignedAnew, CancellationToken cancellationToken)
    {
        var origin = exchange.Origin is { } text ? new PublicOrigin(new Uri(text)) : null;
        var request = new RawRequest(
            exchange.Method, exchange.Target, exchange.Headers.Select(static line => KeyValuePair.Create(line.Name, line.Value)), exchange.Body, origin);
        if (isSignedAnew)
        {
            request = scheme.SignAnew(request, exchange.Finding.KeyId, exchange.Finding.SignedId);
        }

        Exchange sent = await pipeline.RunAsync(request, kind, exchange.Id, static _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        return sent.Id;
    }
}
