using System.Collections.ObjectModel;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HmacKit.Webhooks;

/// <summary>A genuine event for its handler: what was signed, and who signed it.</summary>
public sealed record WebhookEvent
{
    /// <summary>The name under which the scheme was added.</summary>
    public required string Scheme { get; init; }

    /// <summary>The very bytes that were verified; of a body with several events those of this one.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The id of the event: the signed one, or where the scheme or the endpoint says; null if there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The type of the event, from where the scheme or the endpoint says; null if there is none.</summary>
    public string? Type { get; init; }

    /// <summary>The id of the key that matched; empty if the scheme has no key ids.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Who the key is; null if nobody said, and when the event comes from an inbox, which keeps the <see cref="KeyId"/> alone.</summary>
    public KeyIdentity? Identity { get; init; }

    /// <summary>The signed time; null if the scheme has none.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>When the event came in.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The services of this attempt's own scope.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>The headers that the endpoint's settings name, as far as they came. No signature covers them: anybody on the way can change them.</summary>
    public IReadOnlyDictionary<string, string> UnsignedHeaders { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    internal EventTransaction? Joined { get; init; }

    /// <summary>
    /// Begins the transaction that marks this event done: what is written in it happens exactly once, however often the event comes, the handler is called
    /// or a process is killed. It is committed when the handler has returned, and undone when the handler throws or its lease has gone to another
    /// process. A second call gives the same one.
    /// </summary>
    /// <remarks>
    /// Don't commit it yourself. On SQLite nobody else can write until the handler returns, so begin it late. EF Core takes it with
    /// <c>Database.SetDbConnection</c> and <c>UseTransaction</c>.
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting for it.</param>
    /// <exception cref="InvalidOperationException">The event comes from memory: add an inbox with <c>AddWebhookInbox</c>.</exception>
    public ValueTask<DbTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) => Joined is { } joined
        ? joined.BeginAsync(cancellationToken)
        : throw new InvalidOperationException("The event comes from a queue in memory, which no transaction can join: add an inbox with services.AddWebhookInbox(…).");

    /// <summary>The body as JSON.</summary>
    /// <param name="type">How to read it, from a source-generated context.</param>
    /// <exception cref="JsonException">The body is no such JSON.</exception>
    public T? ReadJson<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body.Span, type);

    /// <summary>The body as JSON.</summary>
    /// <param name="options">How to read it; <see cref="JsonSerializerOptions.Web"/> by default.</param>
    /// <exception cref="JsonException">The body is no such JSON.</exception>
    [RequiresUnreferencedCode("Trimmed programs give a JsonTypeInfo.")]
    [RequiresDynamicCode("Programs that are compiled ahead of time give a JsonTypeInfo.")]
    public T? ReadJson<T>(JsonSerializerOptions? options = null) => JsonSerializer.Deserialize<T>(Body.Span, options ?? JsonSerializerOptions.Web);

    /// <summary>Scheme and id; nothing of the body.</summary>
    public override string ToString() => $"{Scheme} {Id}";
}
