namespace HmacKit.Inspection;

/// <summary>The way of a request through the inspector: verified, answered or forwarded, explained, kept, shown.</summary>
internal sealed class ExchangePipeline(
    InspectorOptions options, InspectedScheme scheme, ForwardTarget? target, RequestForwarder forwarder, InspectionHistory history, InspectionFeed feed, SecretMask mask)
{
    /// <summary>The most bytes of an answer that are kept.</summary>
    public const int MaxKeptAnswer = 256 * 1024;

    /// <summary>The most bytes of a message that are kept.</summary>
    public const int MaxKeptMessage = 256 * 1024;

    /// <summary>Takes a request through.</summary>
    /// <param name="request">The request; a body that is over the limit comes one byte over it.</param>
    /// <param name="kind">Where it is from.</param>
    /// <param name="from">The request that it repeats.</param>
    /// <param name="reply">Is given the answer as soon as there is one, before the slower explanation.</param>
    /// <param name="cancellationToken">Ends the forwarding.</param>
    public async Task<Exchange> RunAsync(RawRequest request, string kind, long? from, Func<Answer, Task> reply, CancellationToken cancellationToken)
    {
        DateTimeOffset time = options.TimeProvider.GetUtcNow();
        long start = options.TimeProvider.GetTimestamp();
        VerificationResult result = await scheme.VerifyAsync(request, cancellationToken).ConfigureAwait(false);
        double milliseconds = options.TimeProvider.GetElapsedTime(start).TotalMilliseconds;
        HandshakeAnswer handshake = await scheme.AnswerAsync(request, result, cancellationToken).ConfigureAwait(false);
        bool isCut = request.Body.Length > options.MaxBodyBytes;
        Answer answer = handshake.IsHandshake ? ToAnswer(handshake)
            : isCut ? new Answer { Status = 413 }
            : target is null ? new Answer { Status = result.IsValid ? 200 : 401 }
            : await forwarder.SendAsync(request, target.For(request.Target), cancellationToken).ConfigureAwait(false);
        await reply(answer).ConfigureAwait(false);

        (Finding finding, byte[] message) = await scheme.ExplainAsync(request, result, milliseconds, CancellationToken.None).ConfigureAwait(false);
        var exchange = new Exchange
        {
            Time = time,
            Kind = kind,
            From = from,
            Method = request.Method,
            Target = request.Target,
            Origin = request.Origin?.ToString(),
            Headers = HeaderLine.Of(request.Headers),
            Body = request.Body.ToArray(),
            IsBodyCut = isCut,
            Message = message.Length <= MaxKeptMessage ? message : message[..MaxKeptMessage],
            Finding = handshake.IsHandshake ? finding with { IsHandshake = true, IsValid = !handshake.IsRefused } : finding,
            Answer = answer with { Body = answer.Body.Length <= MaxKeptAnswer ? answer.Body : answer.Body[..MaxKeptAnswer] },
        };
        exchange = history.Add(mask.Apply(exchange, scheme.Scheme, handshake.HeaderValue is { } secret ? [secret] : []));
        feed.Publish(ExchangeSummary.Of(exchange));
        options.OnRequest?.Invoke(new InspectedRequest(exchange));
        return exchange;
    }

    private static Answer ToAnswer(HandshakeAnswer handshake)
    {
        if (handshake.IsRefused)
        {
            return new Answer { Status = 400 };
        }

        byte[] body = System.Text.Encoding.UTF8.GetBytes(handshake.Body);
        var headers = new List<HeaderLine>();
        if (handshake.ContentType is { } type)
        {
            // An echo is a stranger's text: no browser may take it for anything else.
            headers.Add(new HeaderLine("Content-Type", type));
            headers.Add(new HeaderLine("X-Content-Type-Options", "nosniff"));
        }

        if (handshake.HeaderName is { } name)
        {
            headers.Add(new HeaderLine(name, handshake.HeaderValue ?? ""));
        }

        return new Answer { Status = 200, Headers = headers, Body = body, BodyLength = body.Length };
    }
}
