using System.Buffers;
using System.Collections.ObjectModel;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>
/// Receives the events of one endpoint. At the gate it keeps what was verified; as the endpoint's handler, behind all filters, it queues
/// that, whatever the filters did to the body.
/// </summary>
internal sealed class WebhookReceiver(SignatureScheme scheme, string name, string pattern, WebhookQueue queue, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Lets genuine events through, new or not: one that was seen is no stranger's, and is answered as the first one was. What was
    /// seen is the queue's to know, which also knows whether there is room for it.
    /// </summary>
    public async ValueTask<bool> TryPassAsync(HttpContext context, SignatureGate gate)
    {
        if (!await gate.TryPassAsync(context, scope: null, isNewDecidedElsewhere: true).ConfigureAwait(false))
        {
            return false;
        }

        VerificationResult result = context.GetVerification();
        var webhookEvent = new WebhookEvent
        {
            Scheme = name,
            Body = await CopyBodyAsync(context.Request).ConfigureAwait(false),
            Id = result.Id,
            KeyId = result.KeyId ?? "",
            Identity = result.Identity,
            SignedAt = result.SignedAt,
            ReceivedAt = time.GetUtcNow(),
            UnsignedHeaders = Keep(context.Request.Headers),
        };
        context.Features.Set(new VerifiedEvent(webhookEvent, WebhookIdentity.Of(scheme, pattern, webhookEvent, result.Nonce), gate.Answer));
        return true;
    }

    public async Task ReceiveAsync(HttpContext context)
    {
        VerifiedEvent verified = context.Features.Get<VerifiedEvent>()!;
        switch (await queue.OfferAsync(verified.Event, verified.Identity).ConfigureAwait(false))
        {
            case WebhookQueue.Outcome.Repeated:
                Log.WebhookRepeated(logger, name, verified.Event.Id);
                break;
            case WebhookQueue.Outcome.Refused or WebhookQueue.Outcome.StoreUnavailable:
                await verified.Answer.WriteAsync(context, new Refusal(RefusalReason.Unavailable, queue.Options.RetryAfterSeconds)).ConfigureAwait(false);
                return;
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    // The body was read for its verification, so it is all there, and it stays there for filters.
    private static async ValueTask<byte[]> CopyBodyAsync(HttpRequest request)
    {
        if (request.Body.CanSeek)
        {
            byte[] copy = new byte[request.Body.Length];
            request.Body.Position = 0;
            await request.Body.ReadExactlyAsync(copy).ConfigureAwait(false);
            request.Body.Position = 0;
            return copy;
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync().ConfigureAwait(false);
            byte[]? body = read.IsCompleted || read.IsCanceled ? read.Buffer.ToArray() : null;
            reader.AdvanceTo(read.Buffer.Start, body is null ? read.Buffer.End : read.Buffer.Start);
            if (body is not null)
            {
                return body;
            }
        }
    }

    private IReadOnlyDictionary<string, string> Keep(IHeaderDictionary headers)
    {
        if (queue.Options.KeptUnsignedHeaders.Count == 0)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string header in queue.Options.KeptUnsignedHeaders)
        {
            if (headers.TryGetValue(header, out StringValues values) && values is [{ } value])
            {
                kept[header] = value;
            }
        }

        return kept;
    }

    /// <summary>Keeps the event with its request.</summary>
    private sealed record VerifiedEvent(WebhookEvent Event, WebhookIdentity? Identity, RefusalAnswer Answer);
}
