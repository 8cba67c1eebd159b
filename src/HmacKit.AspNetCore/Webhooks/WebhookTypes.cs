using System.Text.Json.Serialization.Metadata;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Builder;

namespace HmacKit.AspNetCore;

/// <summary>
/// A webhook endpoint whose events are handled by their type. An event of another type is answered 200 and counted, so that a vendor may add
/// types; one whose signed body isn't the JSON of its type is answered 400.
/// </summary>
public sealed class WebhookTypes : IEndpointConventionBuilder
{
    private readonly Handler _handler = new();

    internal WebhookTypes()
    {
    }

    internal IEndpointConventionBuilder? Endpoint { get; set; }

    internal WebhookHandler Handlers => _handler;

    /// <summary>Handles events of a type. Call it before the application starts.</summary>
    /// <param name="type">The type as the vendor writes it, compared exactly.</param>
    /// <param name="json">How the event is read, from a source-generated context.</param>
    /// <param name="handler">Handles an event. If it throws, it is called again, as often as the options say.</param>
    /// <exception cref="ArgumentException">The type has a handler already.</exception>
    public WebhookTypes On<T>(string type, JsonTypeInfo<T> json, Func<T, WebhookEvent, CancellationToken, Task> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(handler);
        return _handler.ByType.TryAdd(type, new TypedHandler<T>(json, handler))
            ? this
            : throw new ArgumentException($"Events of type '{type}' have a handler already.", nameof(type));
    }

    /// <inheritdoc cref="On{T}(string, JsonTypeInfo{T}, Func{T, WebhookEvent, CancellationToken, Task})"/>
    public WebhookTypes On<T>(string type, JsonTypeInfo<T> json, Func<T, WebhookEvent, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(type, json, (value, webhookEvent, _) => handler(value, webhookEvent));
    }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => Endpoint!.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => Endpoint!.Finally(finallyConvention);

    private sealed class Handler : WebhookHandler
    {
        public Dictionary<string, WebhookHandler> ByType { get; } = new(StringComparer.Ordinal);

        public override WebhookVerdict Judge(WebhookEvent webhookEvent) =>
            webhookEvent.Type is { } type && ByType.TryGetValue(type, out WebhookHandler? handler) ? handler.Judge(webhookEvent) : WebhookVerdict.Unknown;

        public override Task HandleAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
            webhookEvent.Type is { } type && ByType.TryGetValue(type, out WebhookHandler? handler) ? handler.HandleAsync(webhookEvent, cancellationToken) : Task.CompletedTask;
    }
}
