namespace HmacKit.Http.Tests.Fixtures;

/// <summary>What every retry library does: sends the same request message again while the server is busy.</summary>
internal sealed class RetryHandler(int attempts = 3) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (attempt == attempts || response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return response;
            }

            response.Dispose();
        }
    }
}
