using System.Buffers;
using System.Collections.ObjectModel;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>
/// Receives the events of one endpoint: verified, answered at once, and queued. Here an event counts as new until its
/// handler has succeeded, so a genuine request that the replay store has seen isn't refused: the queue knows what to do.
/// </summary>
internal sealed class WebhookReceiver(string scheme, ReplayRule rule, WebhookQueue queue, TimeProvider time, ILogger logger)
{
    private SignatureGate? _gate;

    public async Task ReceiveAsync(HttpContext context)
    {
        SignatureGate gate = _gate ??= SignatureGates.Find(context, scheme);
        VerificationResult result = await gate.VerifyAsync(context).ConfigureAwait(false);
        bool isGenuine = result.Key is not null && result.Status is VerificationStatus.Valid or VerificationStatus.Replayed;
        if (!isGenuine)
        {
            await gate.RefuseAsync(context, result).ConfigureAwait(false);
            return;
        }

        byte[] body = await ReadAsync(context.Request.BodyReader).ConfigureAwait(false);
        var webhookEvent = new WebhookEvent
        {
            Scheme = scheme,
            Body = body,
            Id = result.Id,
            KeyId = result.KeyId ?? "",
            Identity = result.Identity,
            SignedAt = result.SignedAt,
            ReceivedAt = time.GetUtcNow(),
            UnsignedHeaders = Keep(context.Request.Headers),
        };
        switch (queue.Offer(webhookEvent, KeyOf(webhookEvent, result.Nonce)))
        {
            case WebhookQueue.Outcome.Repeated:
                Log.WebhookRepeated(logger, scheme, result.Id);
                break;
            case WebhookQueue.Outcome.Refused:
                await gate.Answer.WriteAsync(context, new Refusal(RefusalReason.Unavailable, queue.Options.RetryAfterSeconds)).ConfigureAwait(false);
                return;
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    // The body was read for its verification, so it is all there.
    private static async ValueTask<byte[]> ReadAsync(PipeReader reader)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync().ConfigureAwait(false);
            if (read.IsCompleted || read.IsCanceled)
            {
                byte[] body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>What tells an event from others, as its scheme has it; null where two events may be alike.</summary>
    private string? KeyOf(WebhookEvent webhookEvent, string? nonce) => rule switch
    {
        ReplayRule.ById => $"{webhookEvent.KeyId}\n{webhookEvent.Id}",
        ReplayRule.ByNonce => $"{webhookEvent.KeyId}\n{nonce}",

        // The signature header may be written in several ways; what it covers can't.
        ReplayRule.BySignature => string.Create(
            CultureInfo.InvariantCulture,
            $"{webhookEvent.KeyId}\n{webhookEvent.SignedAt?.ToUnixTimeMilliseconds()}\n{Convert.ToHexString(SHA256.HashData(webhookEvent.Body.Span))}"),
        _ => null,
    };

    private IReadOnlyDictionary<string, string> Keep(IHeaderDictionary headers)
    {
        if (queue.Options.KeptUnsignedHeaders.Count == 0)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in queue.Options.KeptUnsignedHeaders)
        {
            if (headers.TryGetValue(name, out StringValues values) && values is [{ } value])
            {
                kept[name] = value;
            }
        }

        return kept;
    }
}
