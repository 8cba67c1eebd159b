using HmacKit.Http;

namespace HmacKit.Webhooks;

/// <summary>Settings of a <see cref="WebhookOutbox"/>.</summary>
public sealed class WebhookOutboxOptions
{
    private static readonly TimeSpan LongestKeepFor = TimeSpan.FromDays(3650);

    /// <summary>The scheme that signs; <c>{timestamp}</c> is that of the attempt, and <c>{id}</c> the event's id.</summary>
    public SignatureScheme? Scheme { get; set; }

    /// <summary>
    /// Further schemes, by the name under which a subscription may ask for one: for receivers that expect another form than the others, such as the one of before. None by default.
    /// A name stays for as long as there are subscriptions with it.
    /// </summary>
    public IDictionary<string, SignatureScheme> Schemes { get; } = new Dictionary<string, SignatureScheme>(StringComparer.Ordinal);

    /// <summary>
    /// The schedules that a subscription may have, by name. There are two from the start: <c>standard</c>, <see cref="WebhookRetryPolicy.StandardWebhooks"/>, and
    /// <c>onering</c>, <see cref="WebhookRetryPolicy.OneRing"/>.
    /// </summary>
    public IDictionary<string, WebhookRetryPolicy> Policies { get; } = new Dictionary<string, WebhookRetryPolicy>(StringComparer.Ordinal)
    {
        ["standard"] = WebhookRetryPolicy.StandardWebhooks,
        ["onering"] = WebhookRetryPolicy.OneRing,
    };

    /// <summary>The schedule of a subscription that names none; <c>standard</c> by default.</summary>
    public string DefaultPolicy { get; set; } = "standard";

    /// <summary>How many attempts are under way at the same time in this process, not counting those that have taken longer than <see cref="SlowAfter"/>; over zero. 256 by default.</summary>
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>How many attempts to one subscription are under way at the same time in this process; over zero. 4 by default; 1 for one that hasn't answered quickly yet.</summary>
    public int MaxConcurrencyPerSubscription { get; set; } = 4;

    /// <summary>After how long an attempt gives its place to another one and goes on beside; over zero, at most 1 day. 1 second by default.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many slow attempts there may be before subscriptions that were slow or failed the last time have to wait; over zero. At twice as many
    /// nothing new begins. 2,000 by default.
    /// </summary>
    public int MaxSlow { get; set; } = 2000;

    /// <summary>How long an attempt belongs to the process that makes it; longer than the sender's time-out, at most 2 days. That of a process that was killed is made again when it is over. 1 minute by default.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often it is looked for what is due; over zero, at most 1 minute. 500 ms by default: a transaction of yours tells nobody that it has committed.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After how long without a single success a subscription is disabled; over zero. 5 days by default.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long what was delivered, and the log of attempts, is kept; over zero, at most 3,650 days. 7 days by default.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many subscriptions an owner may have; over zero. 100 by default.</summary>
    public int MaxSubscriptionsPerOwner { get; set; } = 100;

    /// <summary>The type of the event that tells the owner's other subscriptions that one was disabled; null for none. <c>webhook.disabled</c> by default.</summary>
    public string? DisabledEventType { get; set; } = "webhook.disabled";

    /// <summary>Called when a subscription was disabled because of what its receiver did. Null by default.</summary>
    public Func<WebhookSubscription, ValueTask>? OnDisabled { get; set; }

    /// <summary>The scheme of a subscription; null if there is none of this name any more.</summary>
    internal SignatureScheme? FindScheme(string name) => name.Length == 0 ? Scheme : Schemes.TryGetValue(name, out SignatureScheme? scheme) ? scheme : null;

    internal WebhookOutboxOptions ThrowIfInvalid(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrencyPerSubscription);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSlow);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSubscriptionsPerOwner);
        foreach (TimeSpan time in (ReadOnlySpan<TimeSpan>)[SlowAfter, LeaseTime, PollInterval, DisableAfter, KeepFor])
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(PollInterval, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SlowAfter, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LeaseTime, TimeSpan.FromDays(2));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepFor, LongestKeepFor);
        if (LeaseTime <= timeout)
        {
            throw new ArgumentException($"{nameof(LeaseTime)} is {LeaseTime}, and an attempt may take {timeout} ({nameof(WebhookSenderOptions)}.{nameof(WebhookSenderOptions.Timeout)}): slow ones would be made twice. Set it to more.");
        }

        if (!Policies.ContainsKey(DefaultPolicy))
        {
            throw new ArgumentException($"{nameof(DefaultPolicy)} is '{DefaultPolicy}', which {nameof(Policies)} doesn't have.");
        }

        if (Schemes.ContainsKey(""))
        {
            throw new ArgumentException($"A scheme in {nameof(Schemes)} needs a name; the one without is {nameof(Scheme)}.");
        }

        return Scheme is not null ? this : throw new ArgumentException($"Set {nameof(WebhookOutboxOptions)}.{nameof(Scheme)} to the scheme that signs, such as SchemeCatalog.StandardWebhooks.");
    }
}
