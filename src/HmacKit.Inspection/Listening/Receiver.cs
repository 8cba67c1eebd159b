using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HmacKit.Inspection;

/// <summary>The port that senders reach: takes any request whole, and answers what the pipeline says.</summary>
internal sealed class Receiver(InspectorOptions options, ExchangePipeline pipeline, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsScriptOfAPage(context.Request))
        {
            // A page in the browser of this machine isn't a sender of webhooks, and mustn't read what the target answers.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        RawRequest request;
        try
        {
            request = await ReadAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException and not BadHttpRequestException or OperationCanceledException)
        {
            // The sender has gone, or its chunks can't be read; the server answers what it has words for itself.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Once it was forwarded it is kept, also if the sender hasn't waited.
        await pipeline.RunAsync(request, Exchange.Received, from: null, answer => ReplyAsync(context, answer), stopping).ConfigureAwait(false);
    }

    private static bool IsScriptOfAPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].Count > 0 && request.Headers["Sec-Fetch-Mode"] != "navigate";

    private async Task<RawRequest> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        using var body = new MemoryStream();
        byte[] chunk = new byte[16 * 1024];
        while (body.Length <= options.MaxBodyBytes)
        {
            int most = (int)Math.Min(chunk.Length, options.MaxBodyBytes + 1L - body.Length);
            int count = await request.Body.ReadAsync(chunk.AsMemory(0, most), context.RequestAborted).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            body.Write(chunk, 0, count);
        }

        return new RawRequest(
            request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            request.Headers.SelectMany(static header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value ?? ""))),
            body.ToArray(),
            OriginOf(request));
    }

    private PublicOrigin? OriginOf(HttpRequest request) =>
        options.PublicOrigin is { } known ? new PublicOrigin(known)
        : Uri.TryCreate($"http://{request.Host.Value}", UriKind.Absolute, out Uri? own) && own.Host.Length > 0 ? new PublicOrigin(own)
        : null;

    private static async Task ReplyAsync(HttpContext context, Answer answer)
    {
        try
        {
            HttpResponse response = context.Response;
            response.StatusCode = answer.Status ?? StatusCodes.Status502BadGateway;
            foreach (HeaderLine line in answer.Headers)
            {
                if (!HopByHop.Has(line.Name, answer.Headers) && !line.IsNamed("Content-Length"))
                {
                    response.Headers.Append(line.Name, line.Value);
                }
            }

            if (answer.Body.Length > 0 && context.Request.Method != HttpMethods.Head && response.StatusCode is not (204 or 205 or 304))
            {
                response.ContentLength = answer.Body.Length;
                await response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
            }

            await response.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException or ArgumentException)
        {
            // The sender has gone, or the answer is one that this server won't write: what came is kept all the same.
        }
    }
}
