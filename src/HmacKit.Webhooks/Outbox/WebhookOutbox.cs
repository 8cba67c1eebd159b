using System.Data.Common;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using HmacKit.Http;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks;

/// <summary>
/// Sends what your own transactions have committed: an event that was enqueued is delivered to each subscription that wants it, at least once, or is a dead
/// letter that a person can read and resend; one whose transaction was undone is never sent. Any number of processes may share the database.
/// </summary>
public sealed class WebhookOutbox : IAsyncDisposable
{
    private const int MaxBody = 1024 * 1024;
    private const int MaxId = 128;
    private const int MaxEvents = 100;
    private const int MaxUrl = 2000;
    private const int MaxOwner = 256;

    private readonly WebhookDatabase _database;
    private readonly SubscriptionTable _subscriptions;
    private readonly DeliveryTable _deliveries;
    private readonly SubscriptionSecrets _secrets;
    private readonly WebhookSender _sender;
    private readonly WebhookOutboxOptions _options;
    private readonly OutboxPump _pump;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _isDisposed;

    internal WebhookOutbox(
        WebhookDatabase database, WebhookOutboxOptions options, WebhookSender sender, SecretProtector protector, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        _database = database;
        _options = options.ThrowIfInvalid(sender.Timeout);
        _sender = sender;
        _time = time;
        _logger = logger;
        _secrets = new SubscriptionSecrets(protector, time);
        _subscriptions = new SubscriptionTable(database);
        _deliveries = new DeliveryTable(database, _subscriptions);
        _pump = new OutboxPump(database, _deliveries, _secrets, sender, options, metrics, time, logger);
    }

    /// <summary>Subscribes somebody to events.</summary>
    /// <param name="request">Who, where to, and which events.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The owner is empty, has over 256 characters, or has a zero character or half of a surrogate pair in it, which no database can hold.</exception>
    /// <exception cref="DbException">The database doesn't answer.</exception>
    public async Task<SubscribeResult> SubscribeAsync(SubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Owner, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Owner.Length, MaxOwner, nameof(request));
        StoredText.ThrowIfCannotKeep(request.Owner, "The owner", nameof(request));
        string policy = request.Policy ?? _options.DefaultPolicy;
        SignatureScheme? scheme = _options.FindScheme(request.Scheme ?? "");
        SubscribeStatus status = request.Url is not { IsAbsoluteUri: true } || request.Url.OriginalString.Length > MaxUrl || !StoredText.CanKeep(request.Url.OriginalString) || !_sender.CanSendTo(request.Url) ? SubscribeStatus.ForbiddenTarget
            : !AreEvents(request.Events) ? SubscribeStatus.InvalidEvents
            : scheme is null ? SubscribeStatus.UnknownScheme
            : request.Secret is { } given && !SubscriptionSecrets.IsSecret(scheme, given) ? SubscribeStatus.InvalidSecret
            : !_options.Policies.ContainsKey(policy) ? SubscribeStatus.UnknownPolicy
            : SubscribeStatus.Subscribed;
        if (status != SubscribeStatus.Subscribed)
        {
            return new SubscribeResult(status);
        }

        var subscription = new WebhookSubscription
        {
            Id = "wh_" + RandomNumberGenerator.GetHexString(32, lowercase: true),
            Owner = request.Owner,
            Url = request.Url!,
            Events = [.. request.Events],
            Policy = policy,
            Scheme = request.Scheme ?? "",
            Status = SubscriptionStatus.Active,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        string secret = request.Secret ?? SubscriptionSecrets.Create(scheme!);
        return await _subscriptions.AddAsync(subscription, _secrets.Seal(subscription.Id, secret), _options.MaxSubscriptionsPerOwner, cancellationToken).ConfigureAwait(false)
            ? new SubscribeResult(SubscribeStatus.Subscribed, subscription, secret)
            : new SubscribeResult(SubscribeStatus.TooMany);
    }

    /// <summary>A subscription; null if there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<WebhookSubscription?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(id) ? _subscriptions.FindAsync(id, cancellationToken) : Task.FromResult<WebhookSubscription?>(null);

    /// <summary>Subscriptions, by their ids.</summary>
    /// <param name="owner">Of whom; null for all. With a text that no database can hold (a zero character, half of a surrogate pair), here and wherever an id is asked for, nothing is found.</param>
    /// <param name="after">The id of the last one of the page before; empty for the first page.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(string? owner = null, string after = "", int max = 100, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(owner) && StoredText.CanKeep(after) ? await _subscriptions.ListAsync(owner, after, max, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>Changes which events a subscription wants; false if there is none, or one of the types isn't as it should be.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="events">The types, as in <see cref="SubscriptionRequest.Events"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> SetEventsAsync(string id, IReadOnlyList<string> events, CancellationToken cancellationToken = default) =>
        AreEvents(events) && await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } subscription
        && await _subscriptions.SetEventsAsync(subscription with { Events = [.. events] }, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends events to a subscription again, from now on; its dead letters stay until they are resent. False if there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> EnableAsync(string id, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(id) && await _subscriptions.EnableAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends nothing more to a subscription; what waits for it becomes dead letters. False if it isn't active.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="reason">Why, for the people who look.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> DisableAsync(string id, string reason = "by hand", CancellationToken cancellationToken = default)
    {
        if (!StoredText.CanKeep(id))
        {
            return false;
        }

        await using WriteTransaction write = await _database.BeginAsync(cancellationToken).ConfigureAwait(false);
        bool isDisabled = await _subscriptions.DisableAsync(write.Transaction, id, StoredText.Of(reason)!, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return isDisabled;
    }

    /// <summary>Removes a subscription with all that was to be sent to it; false if there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(id) && await _subscriptions.RemoveAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Gives a subscription a new secret. Until the old one ends, both sign, where the scheme has room for several signatures; where it hasn't, the new one alone
    /// signs at once.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="overlap">For how long the old one goes on; zero to end it now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The new secret, which is shown this once; null if there is no such subscription.</returns>
    public async Task<string?> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } subscription || _options.FindScheme(subscription.Scheme) is not { } scheme)
        {
            return null;
        }

        string secret = SubscriptionSecrets.Create(scheme);
        DateTimeOffset end = _time.GetUtcNow() + overlap;
        return await _subscriptions.ChangeSecretsAsync(id, column => _secrets.Rotate(id, column, secret, end), cancellationToken).ConfigureAwait(false) ? secret : null;
    }

    /// <summary>Enqueues an event in a transaction of yours: it is sent if that is committed, and never if it is undone.</summary>
    /// <param name="transaction">The transaction, of a connection to this database. Call <see cref="Wake"/> after its commit to have the event sent at once; otherwise it is found within <see cref="WebhookOutboxOptions.PollInterval"/>.</param>
    /// <param name="outgoing">The event.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The event's id.</returns>
    /// <exception cref="ArgumentException">Owner, type, id, content type or body aren't as they should be.</exception>
    public async Task<string> EnqueueAsync(DbTransaction transaction, OutgoingEvent outgoing, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        string id = Check(outgoing);
        await _deliveries.EnqueueAsync(transaction, outgoing, id, Activity.Current?.Id, only: null, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Enqueues an event in a transaction of its own.</summary>
    /// <inheritdoc cref="EnqueueAsync(DbTransaction, OutgoingEvent, CancellationToken)"/>
    /// <param name="outgoing"/><param name="cancellationToken"/>
    public Task<string> EnqueueAsync(OutgoingEvent outgoing, CancellationToken cancellationToken = default) => EnqueueAsync(outgoing, only: null, cancellationToken);

    /// <summary>Has a test event sent to one subscription, whatever it wants; the event's id, or null if there is no such subscription or it is disabled.</summary>
    /// <param name="id">The subscription.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="body">What is sent; a short JSON by default.</param>
    /// <param name="eventId">The event's id; null for a new one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string?> SendTestAsync(
        string id, string type = "test.event", ReadOnlyMemory<byte>? body = null, string? eventId = null, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { Status: SubscriptionStatus.Active } subscription)
        {
            return null;
        }

        var test = new OutgoingEvent(subscription.Owner, type, body ?? "{\"type\":\"test.event\",\"data\":{}}"u8.ToArray()) { Id = eventId };
        return await EnqueueAsync(test, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deliveries, newest first.</summary>
    /// <param name="subscriptionId">To whom; null for all.</param>
    /// <param name="state">In which state; null for all.</param>
    /// <param name="before">The number of the last one of the page before.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<DeliveryRecord>> ListDeliveriesAsync(
        string? subscriptionId = null, DeliveryState? state = null, long before = long.MaxValue, int max = 100, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(subscriptionId) ? await _deliveries.ListAsync(subscriptionId, state, before, max, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>The log of a delivery's attempts, oldest first.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<AttemptRecord>> ListAttemptsAsync(long deliveryId, CancellationToken cancellationToken = default) =>
        await _deliveries.ListAttemptsAsync(deliveryId, cancellationToken).ConfigureAwait(false);

    /// <summary>Has dead letters of active subscriptions sent again, from their first attempt; how many there were.</summary>
    /// <param name="letters">Which; all by default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<int> ResendAsync(DeadLetters letters = default, CancellationToken cancellationToken = default)
    {
        int count = !StoredText.CanKeep(letters.SubscriptionId) ? 0 : await _deliveries.ResendAsync(letters, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        Wake();
        return count;
    }

    /// <summary>Drops dead letters for good; how many there were.</summary>
    /// <param name="letters">Which; all by default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<int> ClearAsync(DeadLetters letters = default, CancellationToken cancellationToken = default) =>
        StoredText.CanKeep(letters.SubscriptionId) ? _deliveries.ClearAsync(letters, cancellationToken) : Task.FromResult(0);

    /// <summary>Says that a transaction with events was committed, so that they are sent at once.</summary>
    public void Wake() => _pump.Wake();

    /// <summary>Makes the tables if they aren't there. A host does it when it starts.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task PrepareAsync(CancellationToken cancellationToken = default) => _database.PrepareAsync(cancellationToken);

    /// <summary>Lets go of what is under way. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _pump.StopAsync(now.Token).ConfigureAwait(false);
        _pump.Dispose();
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _database.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            Log.OutboxUnavailable(_logger, exception);
        }

        _pump.Start();
    }

    internal Task StopAsync(CancellationToken cancellationToken) => _pump.StopAsync(cancellationToken);

    private static bool AreEvents(IReadOnlyList<string>? events) => events is { Count: > 0 and <= MaxEvents } && events.All(EventPattern.IsPattern);

    private static string Check(OutgoingEvent outgoing)
    {
        ArgumentNullException.ThrowIfNull(outgoing);
        ArgumentException.ThrowIfNullOrEmpty(outgoing.Owner, nameof(outgoing));
        StoredText.ThrowIfCannotKeep(outgoing.Owner, "The owner", nameof(outgoing));
        if (!EventPattern.IsType(outgoing.Type))
        {
            throw new ArgumentException($"A type has 1 to {EventPattern.MaxLength} letters, digits, '_', '-' and dots.", nameof(outgoing));
        }

        if (outgoing.Body.Length > MaxBody)
        {
            throw new ArgumentException($"A body has at most {MaxBody} bytes.", nameof(outgoing));
        }

        if (!MediaTypeHeaderValue.TryParse(outgoing.ContentType, out _) || !StoredText.CanKeep(outgoing.ContentType))
        {
            throw new ArgumentException("A content type is a media type, such as application/json.", nameof(outgoing));
        }

        string id = outgoing.Id ?? DisabledEvent.NewId();
        return id.Length is > 0 and <= MaxId && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? id
            : throw new ArgumentException($"An id has 1 to {MaxId} printable ASCII characters.", nameof(outgoing));
    }

    private async Task<string> EnqueueAsync(OutgoingEvent outgoing, string? only, CancellationToken cancellationToken)
    {
        string id = Check(outgoing);
        await using (WriteTransaction write = await _database.BeginAsync(cancellationToken).ConfigureAwait(false))
        {
            await _deliveries.EnqueueAsync(write.Transaction, outgoing, id, Activity.Current?.Id, only, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        Wake();
        return id;
    }
}
