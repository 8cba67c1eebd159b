using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Answers the handshakes of one webhook endpoint.</summary>
internal sealed class HandshakeEndpoint(Handshake handshake, RequestVerifier verifier, WebhookOptions options, string scheme, BodySpool spool, HmacKitMetrics metrics)
{
    public Handshake Handshake => handshake;

    /// <summary>Answers a request that is nothing but a handshake.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!await TryAnswerAsync(context).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>Answers a request if it is a handshake that isn't signed.</summary>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context)
    {
        HandshakeAnswer answer;
        Callers callers = Callers.Of(context);
        HttpRequestSource source = callers.RentSource();
        try
        {
            source.Attach(context, callers.Body, spool, null, null);
            answer = await verifier.AnswerAsync(handshake, source, options.HandshakeToken, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            callers.Return(source);
        }

        if (!answer.IsHandshake)
        {
            return false;
        }

        bool isAccepted = !answer.IsRefused
            && (options.AcceptHandshake is not { } accepts || await accepts(context, answer).ConfigureAwait(false));
        await WriteAsync(context, answer, isAccepted).ConfigureAwait(false);
        return true;
    }

    /// <summary>Answers a verified request if it is a handshake.</summary>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, HmacKey key)
    {
        HandshakeAnswer answer;
        Callers callers = Callers.Of(context);
        HttpRequestSource source = callers.RentSource();
        try
        {
            source.Attach(context, callers.Body, spool, null, null);
            answer = handshake.Answer(new HandshakeRequest(source, body, key, options.HandshakeToken));
        }
        finally
        {
            callers.Return(source);
        }

        if (answer.IsHandshake)
        {
            await WriteAsync(context, answer, !answer.IsRefused).ConfigureAwait(false);
        }

        return answer.IsHandshake;
    }

    private Task WriteAsync(HttpContext context, in HandshakeAnswer answer, bool isAccepted)
    {
        metrics.Webhook(scheme, isAccepted ? "handshake" : "handshake_refused");
        HttpResponse response = context.Response;
        response.StatusCode = isAccepted ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        response.Headers.CacheControl = "no-store";
        if (!isAccepted)
        {
            return Task.CompletedTask;
        }

        if (answer.HeaderName is { } header)
        {
            response.Headers[header] = answer.HeaderValue;
        }

        if (answer.ContentType is { } type)
        {
            response.ContentType = type;
            response.Headers.XContentTypeOptions = "nosniff";
        }

        return answer.Body.Length == 0 ? Task.CompletedTask : response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
