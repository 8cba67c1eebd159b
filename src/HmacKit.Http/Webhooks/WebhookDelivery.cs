namespace HmacKit.Http;

/// <summary>The outcome of an attempt to deliver a webhook, and when the next one is due. The default value is "not sent".</summary>
public readonly struct WebhookDelivery
{
    internal WebhookDelivery(WebhookOutcome outcome, int attempt, int? statusCode = null, TimeSpan? retryAfter = null)
    {
        Outcome = outcome;
        Attempt = attempt;
        StatusCode = statusCode;
        RetryAfter = retryAfter;
    }

    /// <summary>What came of it.</summary>
    public WebhookOutcome Outcome { get; }

    /// <summary>Which attempt it was; 1 is the first one.</summary>
    public int Attempt { get; }

    /// <summary>What the receiver answered; null if it didn't.</summary>
    public int? StatusCode { get; }

    /// <summary>How long after this attempt the next one is due; null if there is none: it was delivered, refused, or is a dead letter.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The first bytes of the answer's body, as many as <see cref="WebhookSenderOptions.KeptAnswerBytes"/> says; empty if none are kept.</summary>
    public ReadOnlyMemory<byte> Answer { get; private init; }

    /// <summary>Whether the receiver has it.</summary>
    public bool IsDelivered => Outcome == WebhookOutcome.Delivered;

    internal WebhookDelivery With(byte[] answer) => this with { Answer = answer };

    /// <summary>Outcome and attempt.</summary>
    public override string ToString() => $"{Outcome}, attempt {Attempt}";
}
