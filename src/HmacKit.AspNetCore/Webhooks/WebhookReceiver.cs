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
internal sealed class WebhookReceiver(
    WebhookReading reading, WebhookHandler handler, HandshakeEndpoint? handshake, WebhookIntake intake, WebhookOptions options, HmacKitMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Lets genuine events through, new or not: one that was seen is no stranger's, and is answered as the first one was. What was
    /// seen is the queue's to know, which also knows whether there is room for it.
    /// </summary>
    public async Task<bool> TryPassAsync(HttpContext context, Callers callers, SignatureGate gate)
    {
        // Whatever carries a signature is an event, or is refused: nobody makes a handshake of it.
        if (handshake is { Handshake: { IsSigned: false, Method: "POST" } } && !gate.IsCarriedBy(context.Request)
            && await handshake.TryAnswerAsync(context).ConfigureAwait(false))
        {
            return false;
        }

        if (!await gate.TryPassAsync(context, callers, scope: null, isNewDecidedElsewhere: true).ConfigureAwait(false))
        {
            return false;
        }

        VerificationResult result = callers.Signature.Accepted;
        byte[] body = await CopyBodyAsync(context.Request).ConfigureAwait(false);
        if (handshake is { Handshake.IsSigned: true } && await handshake.TryAnswerAsync(context, body, result.Key!.Key).ConfigureAwait(false))
        {
            return false;
        }

        List<ReceivedWebhook>? events = reading.Read(result, body, context.Request.Headers, Keep(context.Request.Headers), time.GetUtcNow());
        if (events is null || !TryJudge(events))
        {
            metrics.Webhook(reading.Scheme, "malformed");
            Log.WebhookMalformed(logger, reading.Scheme, result.KeyId);
            await gate.Answer.WriteAsync(context, RefusalReason.BadRequest).ConfigureAwait(false);
            return false;
        }

        context.Features.Set(new VerifiedEvents(events, gate.Answer));
        return true;
    }

    public async Task ReceiveAsync(HttpContext context)
    {
        VerifiedEvents verified = context.Features.Get<VerifiedEvents>()!;
        foreach (ReceivedWebhook received in verified.Events)
        {
            if (options.Respond is { } respond && await respond(received.Event, context.RequestAborted).ConfigureAwait(false) is { } answer)
            {
                metrics.Webhook(reading.Scheme, "responded");
                await answer.ExecuteAsync(context).ConfigureAwait(false);
                return;
            }

            switch (await intake.OfferAsync(received.Event, received.Identity).ConfigureAwait(false))
            {
                case WebhookIntake.Outcome.Repeated:
                    Log.WebhookRepeated(logger, reading.Scheme, received.Event.Id);
                    break;
                case WebhookIntake.Outcome.Refused or WebhookIntake.Outcome.StoreUnavailable:
                    await verified.Answer.WriteAsync(context, new Refusal(RefusalReason.Unavailable, options.RetryAfterSeconds)).ConfigureAwait(false);
                    return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary>Drops events that nobody handles; false if one of the others isn't the JSON that it should be.</summary>
    private bool TryJudge(List<ReceivedWebhook> events)
    {
        for (int i = events.Count - 1; i >= 0; i--)
        {
            switch (handler.Judge(events[i].Event))
            {
                case WebhookVerdict.Malformed:
                    return false;
                case WebhookVerdict.Unknown:
                    metrics.Webhook(reading.Scheme, "unknown_type");
                    Log.WebhookOfUnknownType(logger, reading.Scheme, LogText.Of(events[i].Event.Type ?? ""));
                    events.RemoveAt(i);
                    break;
            }
        }

        return true;
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
        if (options.KeptUnsignedHeaders.Count == 0)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string header in options.KeptUnsignedHeaders)
        {
            if (headers.TryGetValue(header, out StringValues values) && values is [{ } value])
            {
                kept[header] = value;
            }
        }

        return kept;
    }

    /// <summary>Keeps the events with their request.</summary>
    private sealed record VerifiedEvents(List<ReceivedWebhook> Events, RefusalAnswer Answer);
}
