namespace HmacKit.Inspection;

/// <summary>An exchange as a line of the list.</summary>
internal sealed record ExchangeSummary
{
    private const int MaxTarget = 300;
    private const int MaxMethod = 20;

    public required long Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Kind { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required string Scheme { get; init; }

    public required string Status { get; init; }

    public required bool IsValid { get; init; }

    public string? Cause { get; init; }

    public int? Answer { get; init; }

    public required double Milliseconds { get; init; }

    public static ExchangeSummary Of(Exchange exchange) => new()
    {
        Id = exchange.Id,
        Time = exchange.Time,
        Kind = exchange.Kind,
        Method = Short(exchange.Method, MaxMethod),
        Target = Short(exchange.Target, MaxTarget),
        Scheme = exchange.Finding.Scheme,
        Status = exchange.Finding.IsHandshake ? "handshake" : exchange.Finding.Status,
        IsValid = exchange.Finding.IsValid,
        Cause = exchange.Finding.Causes.Count > 0 ? exchange.Finding.Causes[0] : null,
        Answer = exchange.Answer.Status,
        Milliseconds = exchange.Answer.Milliseconds,
    };

    private static string Short(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
