namespace HmacKit.Http;

/// <summary>A webhook to be sent: where to, what, and signed by whom.</summary>
public sealed class Webhook
{
    /// <summary>A webhook.</summary>
    /// <param name="target">The subscriber's address: an absolute URI.</param>
    /// <param name="signer">Signs with the subscriber's secret. Each attempt is signed again, with the time at which it is made.</param>
    /// <param name="body">The body's bytes, which must not change.</param>
    /// <exception cref="ArgumentException">The target isn't an absolute URI.</exception>
    public Webhook(Uri target, RequestSigner signer, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(signer);
        if (!target.IsAbsoluteUri)
        {
            throw new ArgumentException("A target is an absolute URI.", nameof(target));
        }

        Target = target;
        Signer = signer;
        Body = body;
    }

    /// <summary>The subscriber's address.</summary>
    public Uri Target { get; }

    /// <summary>Signs with the subscriber's secret.</summary>
    public RequestSigner Signer { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>
    /// The event's id, for schemes that carry one: the same on every attempt, so that the receiver can tell a repeat.
    /// Printable ASCII. If null (the default), an id is made up for each attempt.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>What the body is; <c>application/json</c> by default.</summary>
    public string ContentType { get; init; } = "application/json";
}
