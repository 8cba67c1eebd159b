using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.Webhooks;

/// <summary>A subscriber must not reach through the sender what it can't reach itself.</summary>
public class TargetTests
{
    private static readonly RequestSigner Signer = new(SchemeCatalog.OneRing, HmacKey.Generate());

    [Theory]
    [InlineData("https://example.com/hooks")]
    [InlineData("https://example.com:8443/hooks?a=b")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://172.15.255.255/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    [InlineData("https://[::ffff:93.184.215.14]/")]
    public void Public_https_targets_can_be_sent_to(string target) => Assert.True(CanSendTo(target));

    [Theory]
    [InlineData("http://example.com/hooks")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@example.com/")]
    [InlineData("https://user@example.com/")]
    public void Other_schemes_and_user_information_are_forbidden(string target) => Assert.False(CanSendTo(target));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:10.0.0.1]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[100::1]")]
    [InlineData("[2001::1]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[3fff::1]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fd12:3456::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fec0::1]")]
    [InlineData("[ff02::1]")]
    public async Task Addresses_that_are_not_public_are_forbidden_in_every_spelling(string host)
    {
        Assert.False(CanSendTo($"https://{host}/"));
        using var sender = new WebhookSender();
        WebhookDelivery delivery = await sender.SendAsync(new Webhook(new Uri($"https://{host}/"), Signer, default) { Id = "evt_1" });

        Assert.Equal(WebhookOutcome.TargetForbidden, delivery.Outcome);
        Assert.Null(delivery.RetryAfter);
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_found_out_when_it_is_connected_to()
    {
        await using SignedServer server = await SignedServer.StartAsync(new SigningKey(SchemeCatalog.OneRing));
        using var sender = new WebhookSender(new WebhookSenderOptions { AllowPlainHttpBecauseTheNetworkIsTrusted = true });
        var target = new Uri($"http://localhost:{server.Http1.Port}/");

        Assert.True(sender.CanSendTo(target));
        Assert.Equal(WebhookOutcome.TargetForbidden, (await sender.SendAsync(new Webhook(target, Signer, default) { Id = "evt_1" })).Outcome);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("https://[::1]:5000/", true)]
    [InlineData("https://[::ffff:127.0.0.1]/", true)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://169.254.169.254/", false)]
    [InlineData("http://example.com/", false)]
    public void Loopback_for_development_opens_nothing_else(string target, bool isAllowed)
    {
        using var sender = new WebhookSender(new WebhookSenderOptions { AllowLoopbackBecauseThisIsDevelopment = true });
        Assert.Equal(isAllowed, sender.CanSendTo(new Uri(target)));
    }

    [Fact]
    public void A_sender_is_registered_once_with_the_clock_of_the_services()
    {
        var services = new ServiceCollection();
        TimeProvider? clock = null;
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddWebhookSending(options => clock = options.TimeProvider);
        services.AddWebhookSending();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<WebhookSender>(), provider.GetRequiredService<WebhookSender>());
        Assert.IsType<ManualTimeProvider>(clock);
    }

    [Fact]
    public void A_time_out_and_delays_have_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WebhookSender(new WebhookSenderOptions { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WebhookSender(new WebhookSenderOptions { Timeout = TimeSpan.FromDays(2) }));
        foreach (Func<WebhookRetryPolicy> policy in (Func<WebhookRetryPolicy>[])[
            () => new() { Delays = [TimeSpan.FromSeconds(-1)] }, () => new() { Delays = [TimeSpan.FromDays(1.01)] }, () => new() { MaxRetryAfter = TimeSpan.FromDays(1.01) },
            () => new() { MaxRetryAfter = TimeSpan.FromSeconds(-1) }, () => new() { RetriedStatuses = [399] }, () => new() { RetriedStatuses = [500] },
            () => new() { RetriedStatuses = [410] }, () => new() { Jitter = -0.1 }, () => new() { Jitter = 1.1 }, () => new() { Jitter = double.NaN }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(policy);
        }

        Assert.Throws<ArgumentException>(() => new Webhook(new Uri("/relative", UriKind.Relative), Signer, default));
    }

    private static bool CanSendTo(string target)
    {
        using var sender = new WebhookSender();
        return sender.CanSendTo(new Uri(target));
    }
}
