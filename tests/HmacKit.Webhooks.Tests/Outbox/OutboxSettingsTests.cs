using System.Text;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>What may be set, what a type and a pattern are, and what is said of a subscription that was disabled.</summary>
public class OutboxSettingsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public void An_outbox_has_its_defaults()
    {
        var options = new WebhookOutboxOptions();
        Assert.Equal((256, 4, 2000, 100), (options.MaxConcurrency, options.MaxConcurrencyPerSubscription, options.MaxSlow, options.MaxSubscriptionsPerOwner));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500)), (options.SlowAfter, options.LeaseTime, options.PollInterval));
        Assert.Equal((TimeSpan.FromDays(5), TimeSpan.FromDays(7)), (options.DisableAfter, options.KeepFor));
        Assert.Equal(("standard", "webhook.disabled"), (options.DefaultPolicy, options.DisabledEventType));
        Assert.Equal(["onering", "standard"], options.Policies.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(options.Schemes);
    }

    [Fact]
    public void Settings_at_their_bounds_are_taken_and_those_beyond_are_refused()
    {
        Action<WebhookOutboxOptions>[] good =
        [
            static options => (options.MaxConcurrency, options.MaxConcurrencyPerSubscription, options.MaxSlow, options.MaxSubscriptionsPerOwner) = (1, 1, 1, 1),
            static options => (options.SlowAfter, options.PollInterval, options.DisableAfter, options.KeepFor) = (Tick, Tick, Tick, Tick),
            static options => (options.SlowAfter, options.PollInterval, options.KeepFor) = (TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            static options => options.LeaseTime = Timeout + Tick,
            static options => options.LeaseTime = TimeSpan.FromDays(2),
            static options => options.Schemes["own"] = SchemeCatalog.Stripe,
        ];
        Action<WebhookOutboxOptions>[] bad =
        [
            static options => options.MaxConcurrency = 0,
            static options => options.MaxConcurrencyPerSubscription = 0,
            static options => options.MaxSlow = 0,
            static options => options.MaxSubscriptionsPerOwner = 0,
            static options => options.SlowAfter = TimeSpan.Zero,
            static options => options.SlowAfter = TimeSpan.FromDays(1) + Tick,
            static options => options.LeaseTime = Timeout,
            static options => options.LeaseTime = TimeSpan.FromDays(2) + Tick,
            static options => options.PollInterval = TimeSpan.Zero,
            static options => options.PollInterval = TimeSpan.FromMinutes(1) + Tick,
            static options => options.DisableAfter = TimeSpan.Zero,
            static options => options.KeepFor = TimeSpan.Zero,
            static options => options.KeepFor = TimeSpan.FromDays(3650) + Tick,
            static options => options.DefaultPolicy = "other",
            static options => options.Schemes[""] = SchemeCatalog.Stripe,
            static options => options.Scheme = null,
        ];
        Assert.All(good, static change => Changed(change).ThrowIfInvalid(Timeout));
        Assert.All(bad, static change => Assert.ThrowsAny<ArgumentException>(() => Changed(change).ThrowIfInvalid(Timeout)));
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData("", false, false)]
    [InlineData("*", false, true)]
    [InlineData("a", true, true)]
    [InlineData("Draft_1.published-now", true, true)]
    [InlineData("draft.*", false, true)]
    [InlineData(".*", false, false)]
    [InlineData("draft*", false, false)]
    [InlineData("draft.*.now", false, false)]
    [InlineData("a b", false, false)]
    [InlineData("a\"b", false, false)]
    [InlineData("ä", false, false)]
    public void A_type_has_letters_digits_and_three_signs_and_a_pattern_may_end_in_a_star(string? text, bool isType, bool isPattern)
    {
        Assert.Equal(isType, EventPattern.IsType(text));
        Assert.Equal(isPattern, EventPattern.IsPattern(text));
    }

    [Fact]
    public void A_type_has_a_hundred_characters_at_most()
    {
        Assert.True(EventPattern.IsType(new string('a', 100)));
        Assert.False(EventPattern.IsType(new string('a', 101)));
        Assert.True(EventPattern.IsPattern(new string('a', 100) + ".*"));
        Assert.False(EventPattern.IsPattern(new string('a', 101) + ".*"));
    }

    [Theory]
    [InlineData("a", "*|a")]
    [InlineData("a.b.c", "*|a.b.c|a.*|a.b.*")]
    [InlineData("a.", "*|a.|a.*")]
    [InlineData(".a", "*|.a")]
    public void What_matches_a_type_is_itself_and_each_of_its_beginnings(string type, string patterns) =>
        Assert.Equal(patterns, string.Join('|', EventPattern.Matching(type)));

    [Fact]
    public void A_subscription_that_was_disabled_is_told_of_with_id_address_reason_and_time()
    {
        var subscription = new WebhookSubscription { Id = "wh_1", Owner = "owner", Url = new Uri("https://example.com/a?b=c"), Events = ["*"] };
        var due = new DueDelivery(1, "lease", 2, "evt_1", "a", "application/json", [], null, subscription, "[]", 1);
        var ended = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);
        OutgoingEvent told = DisabledEvent.Of("webhook.disabled", new AttemptResult(due, "gone", DeliveryState.Dead, default, default, ended, null, 410, null, "gone"));
        Assert.Equal(("owner", "webhook.disabled", "application/json", "webhook.disabled of owner"), (told.Owner, told.Type, told.ContentType, told.ToString()));
        Assert.Equal(
            """{"type":"webhook.disabled","timestamp":"2026-01-02T03:04:05.0060000+00:00","data":{"subscriptionId":"wh_1","url":"https://example.com/a?b=c","reason":"gone"}}""".Replace("+00:00", "\\u002B00:00", StringComparison.Ordinal),
            Encoding.UTF8.GetString(told.Body.Span));
        Assert.Matches("^evt_[0-9a-f]{32}$", DisabledEvent.NewId());
        Assert.NotEqual(DisabledEvent.NewId(), DisabledEvent.NewId());
    }

    [Fact]
    public void What_is_printed_has_no_secret()
    {
        var subscription = new WebhookSubscription { Id = "wh_1", Owner = "owner", Url = new Uri("https://example.com/"), Events = ["*"] };
        Assert.Equal("wh_1 of owner", subscription.ToString());
        Assert.Equal("Subscribed", new SubscribeResult(SubscribeStatus.Subscribed, subscription, "whsec_x").ToString());
        Assert.Equal("owner to https://example.com/", new SubscriptionRequest("owner", subscription.Url, ["*"]) { Secret = "whsec_x" }.ToString());
    }

    [Theory]
    [InlineData("standard-webhooks", "^whsec_[A-Za-z0-9+/]{43}=$")]
    [InlineData("stripe", "^whsec_[0-9a-f]{64}$")]
    public void A_secret_is_made_in_the_form_that_its_scheme_reads(string name, string form)
    {
        SignatureScheme scheme = SchemeCatalog.All.Single(scheme => scheme.Name == name);
        string secret = SubscriptionSecrets.Create(scheme);
        Assert.Matches(form, secret);
        Assert.True(SubscriptionSecrets.IsSecret(scheme, secret));
        Assert.NotEqual(secret, SubscriptionSecrets.Create(scheme));
    }

    [Theory]
    [InlineData("base64", "^[A-Za-z0-9+/]{43}=$")]
    [InlineData("hex", "^[0-9a-f]{64}$")]
    [InlineData("base64url", "^[A-Za-z0-9_-]{43}$")]
    public void A_secret_of_bytes_is_made_in_the_spelling_that_its_scheme_reads(string format, string form)
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "own",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{signature:hex}") },
            SecretFormat = format switch { "base64" => KeyFormat.Base64, "hex" => KeyFormat.Hex, _ => KeyFormat.Base64Url },
        });
        Assert.Matches(form, SubscriptionSecrets.Create(scheme));
    }

    private static WebhookOutboxOptions Changed(Action<WebhookOutboxOptions> change)
    {
        var options = new WebhookOutboxOptions { Scheme = SchemeCatalog.StandardWebhooks };
        change(options);
        return options;
    }
}
