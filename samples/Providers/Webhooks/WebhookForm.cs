namespace Providers.Webhooks;

/// <summary>What sets one API's webhooks apart from another's.</summary>
/// <param name="OwnerOf">Whose events the caller may be sent.</param>
/// <param name="Write">An event of an id, a type and data, as it goes out.</param>
/// <param name="Refuse">An error in the words of the API.</param>
internal sealed record WebhookForm(Func<HttpContext, string> OwnerOf, Func<string, string, object, byte[]> Write, Func<int, string, IResult> Refuse)
{
    /// <summary>The name of its scheme among those of the outbox; null for the outbox's own.</summary>
    public string? Scheme { get; init; }

    /// <summary>The name of its schedule; null for the outbox's own.</summary>
    public string? Policy { get; init; }

    /// <summary>The secret that the settings give to the caller's subscriptions; null for a random one.</summary>
    public Func<HttpContext, string?> FixedSecretOf { get; init; } = static _ => null;
}
