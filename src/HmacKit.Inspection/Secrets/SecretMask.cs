using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HmacKit.Inspection;

/// <summary>
/// Takes secrets out of what is kept and shown, and puts them back into what is sent again. Each exchange has random words of its own
/// in their place, so that nobody can write one that turns into a secret.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>A text under so many characters is no secret, and would be found everywhere.</summary>
    public const int MinLength = 4;

    /// <summary>The most exchanges whose own credentials are remembered, for sending them again.</summary>
    public const int MaxRemembered = 1000;

    private const string Hidden = "‹hidden›";

    private static readonly string[] NeverShown = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Hook-Secret"];

    private readonly string[] _known;
    private readonly ConcurrentDictionary<string, string[]> _ofExchange = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>A mask for secrets that are known before any request comes.</summary>
    public SecretMask(IEnumerable<string> secrets) => _known = [.. secrets
        .SelectMany(static secret => (string[])[secret, Uri.EscapeDataString(secret)])
        .Where(static secret => secret.Length >= MinLength).Distinct().OrderByDescending(static secret => secret.Length)];

    /// <summary>The exchange without secrets.</summary>
    /// <param name="exchange">What came, and what came of it.</param>
    /// <param name="scheme">The scheme, whose own headers are shown unless they carry the secret itself.</param>
    /// <param name="others">More secrets, known from this exchange alone.</param>
    public Exchange Apply(Exchange exchange, SignatureScheme? scheme, params IEnumerable<string> others)
    {
        IEnumerable<string> credentials = exchange.Headers.Where(line => IsHidden(line, scheme)).Concat(exchange.Answer.Headers.Where(static line => IsHidden(line, null)))
            .Select(static line => line.Value);
        string[] own = [.. credentials.Concat(others).Where(static value => value.Length >= MinLength).Distinct().Except(_known).OrderByDescending(static value => value.Length)];
        string mask = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var words = new MaskedWords(mask, [.. _known, .. own]);
        Answer answer = exchange.Answer;
        Exchange masked = exchange with
        {
            Method = words.Of(exchange.Method)!,
            Target = words.Of(exchange.Target)!,
            Headers = [.. exchange.Headers.Select(line => Shown(line, scheme, words))],
            Body = words.Of(exchange.Body),
            Message = words.Of(exchange.Message),
            Finding = exchange.Finding with
            {
                DifferenceExpected = words.Of(exchange.Finding.DifferenceExpected),
                DifferenceSigned = words.Of(exchange.Finding.DifferenceSigned),
                Advice = words.Of(exchange.Finding.Advice)!,
                KeyId = words.Of(exchange.Finding.KeyId),
                SignedId = words.Of(exchange.Finding.SignedId),
            },
            Answer = answer with
            {
                ForwardedTo = words.Of(answer.ForwardedTo),
                Error = words.Of(answer.Error),
                Headers = [.. answer.Headers.Select(line => Shown(line, null, words))],
                Body = words.Of(answer.Body),
            },
        };
        if (!words.HasMasked)
        {
            return masked;
        }

        if (own.Length > 0)
        {
            Remember(mask, own);
        }

        return masked with { Mask = mask, HidesOwn = own.Length > 0 };
    }

    /// <summary>The exchange's request with its secrets again, to be sent; null if they are no longer known.</summary>
    public Exchange? Undo(Exchange exchange)
    {
        if (exchange.Mask is not { } mask)
        {
            return exchange;
        }

        string[] own = [];
        if (exchange.HidesOwn && !_ofExchange.TryGetValue(mask, out own!))
        {
            return null;
        }

        var words = new MaskedWords(mask, [.. _known, .. own]);
        return exchange with
        {
            Target = words.Undo(exchange.Target),
            Headers = [.. exchange.Headers.Select(line => line with { Value = words.Undo(line.Value) })],
            Body = words.Undo(exchange.Body),
        };
    }

    /// <summary>Credentials of other kinds, and the secret itself where a scheme sends it, whether it is the right one or not.</summary>
    private static bool IsHidden(HeaderLine line, SignatureScheme? scheme) => scheme?.Headers.Any(own => line.IsNamed(own.Name)) == true
        ? scheme.IsToken
        : NeverShown.Any(line.IsNamed) || line.Name.Contains("api-key", StringComparison.OrdinalIgnoreCase);

    private static HeaderLine Shown(HeaderLine line, SignatureScheme? scheme, MaskedWords words) =>
        new(words.Of(line.Name)!, IsHidden(line, scheme) && line.Value.Length < MinLength ? Hidden : words.Of(line.Value)!);

    private void Remember(string mask, string[] own)
    {
        _ofExchange[mask] = own;
        _order.Enqueue(mask);
        while (_order.Count > MaxRemembered && _order.TryDequeue(out string? oldest))
        {
            _ofExchange.TryRemove(oldest, out _);
        }
    }
}
