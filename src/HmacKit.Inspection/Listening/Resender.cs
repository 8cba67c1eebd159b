using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit.Inspection;

/// <summary>Sends requests of the history again. Where to is fixed by who has started the inspector.</summary>
internal abstract class Resender(SecretMask mask)
{
    private const int MaxMethod = 32;
    private const int MaxTarget = 16 * 1024;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Sends a request as it came, or signed anew; returns the number of the new one, null if it comes by itself.</summary>
    /// <exception cref="ResendException">It can't be sent.</exception>
    public Task<long?> ReplayAsync(Exchange exchange, bool isSignedAnew, CancellationToken cancellationToken) =>
        exchange.IsBodyCut
            ? throw new ResendException("Only the beginning of this request's body was kept, so it can't be sent again.")
            : SendUnmaskedAsync(exchange, isSignedAnew ? Exchange.SignedAnew : Exchange.Replayed, isSignedAnew, cancellationToken);

    /// <summary>Sends what was edited.</summary>
    /// <exception cref="ResendException">It can't be sent.</exception>
    public Task<long?> SendAsync(Exchange original, SendOrder order, CancellationToken cancellationToken)
    {
        if (order.Method.Length is 0 or > MaxMethod || order.Method.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            throw new ResendException("This isn't a method.");
        }

        if (!order.Target.StartsWith('/') || order.Target.Length > MaxTarget || order.Target.AsSpan().ContainsAnyExceptInRange('!', '~') || order.Target.Contains('#', StringComparison.Ordinal))
        {
            // A masked secret has characters that no target has; it is put back before this is sent.
            if (original.Mask is null || !order.Target.Contains(original.Mask, StringComparison.Ordinal))
            {
                throw new ResendException("A target begins with '/', and has neither blanks nor characters outside ASCII: percent-encode them.");
            }
        }

        if (order.Headers.FirstOrDefault(static line => line.Name.Length == 0 || line.Name.AsSpan().ContainsAnyExcept(TokenCharacters) || line.Value.Any(static c => c != '\t' && char.IsControl(c))) is { } wrong)
        {
            throw new ResendException($"'{wrong.Name}' isn't a header.");
        }

        byte[] body = order.BodyBase64 ?? Encoding.UTF8.GetBytes(order.Body ?? "");
        Exchange edited = original with { Method = order.Method, Target = order.Target, Headers = order.Headers, Body = body, Finding = original.Finding with { SignedId = null } };
        return SendUnmaskedAsync(edited, Exchange.Edited, order.Sign, cancellationToken);
    }

    /// <summary>Sends a request whose secrets are in their places.</summary>
    protected abstract Task<long?> SendAsync(Exchange exchange, string kind, bool isSignedAnew, CancellationToken cancellationToken);

    /// <summary>With the length of the body that is sent now, as a client would say it.</summary>
    private static Exchange WithLength(Exchange exchange)
    {
        IEnumerable<HeaderLine> others = exchange.Headers.Where(static line => !line.IsNamed("Content-Length") && !line.IsNamed("Transfer-Encoding"));
        HeaderLine[] length = exchange.Body.Length > 0 ? [new HeaderLine("Content-Length", exchange.Body.Length.ToString(CultureInfo.InvariantCulture))] : [];
        return exchange with { Headers = [.. others, .. length] };
    }

    private async Task<long?> SendUnmaskedAsync(Exchange exchange, string kind, bool isSignedAnew, CancellationToken cancellationToken)
    {
        Exchange whole = mask.Undo(exchange) ?? throw new ResendException("This request had credentials of its own, which aren't kept and are no longer known.");
        try
        {
            return await SendAsync(kind == Exchange.Edited ? WithLength(whole) : whole, kind, isSignedAnew, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new ResendException(exception.Message);
        }
    }
}

/// <summary>Why a request can't be sent again, for the person at the page.</summary>
internal sealed class ResendException(string message) : Exception(message);
