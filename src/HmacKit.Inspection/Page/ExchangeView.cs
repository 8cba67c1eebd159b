namespace HmacKit.Inspection;

/// <summary>An exchange with all that the page shows of it.</summary>
internal sealed record ExchangeView
{
    public required ExchangeSummary Summary { get; init; }

    public long? From { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public string? Origin { get; init; }

    public required IReadOnlyList<HeaderLine> Headers { get; init; }

    public required BodyView Body { get; init; }

    public bool IsBodyCut { get; init; }

    public required Finding Finding { get; init; }

    /// <summary>What each cause and hint means, in their order.</summary>
    public required IReadOnlyList<string> Meanings { get; init; }

    public required int MessageLength { get; init; }

    /// <summary>The message with nothing invisible in it; empty if there is none.</summary>
    public required string Message { get; init; }

    /// <summary>The place in <see cref="Message"/> at which what was signed differs.</summary>
    public int? MessageMark { get; init; }

    public required Answer Answer { get; init; }

    public required BodyView AnswerBody { get; init; }

    public static ExchangeView Of(Exchange exchange)
    {
        ReadOnlySpan<byte> message = exchange.Message.AsSpan(0, Math.Min(exchange.Message.Length, BodyView.MaxShown));
        int? offset = exchange.Finding.DifferenceOffset;
        return new ExchangeView
        {
            Summary = ExchangeSummary.Of(exchange),
            From = exchange.From,
            Method = exchange.Method,
            Target = exchange.Target,
            Origin = exchange.Origin,
            Headers = exchange.Headers,
            Body = BodyView.Of(exchange.Body, exchange.Body.Length),
            IsBodyCut = exchange.IsBodyCut,
            Finding = exchange.Finding,
            Meanings = [.. exchange.Finding.Causes.Select(static name => DiagnosisCause.Find(name)?.Meaning ?? ""), .. exchange.Finding.Hints.Select(static name => DiagnosisHint.Find(name)?.Meaning ?? "")],
            MessageLength = exchange.Message.Length,
            Message = VisibleText.Of(message),
            MessageMark = offset <= message.Length ? VisibleText.Of(message[..offset.Value]).Length : null,
            Answer = exchange.Answer,
            AnswerBody = BodyView.Of(exchange.Answer.Body, exchange.Answer.BodyLength),
        };
    }
}
