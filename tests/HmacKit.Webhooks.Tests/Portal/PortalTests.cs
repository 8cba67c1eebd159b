using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HmacKit.Http;
using HmacKit.Samples.Tests.Providers;
using HmacKit.Webhooks.Tests.Databases;
using HmacKit.Webhooks.Tests.Outbox;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks.Tests.Portal;

/// <summary>The portal, as a person sees it in a browser and as a stranger doesn't.</summary>
public sealed class PortalTests : IAsyncLifetime
{
    private const string Owner = "<img src=x onerror=document.title='owned'>";

    private readonly SqliteTestDatabase _database = new();
    private Receivers _receivers = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private bool _isLetIn = true;
    private int _answer = 400;

    private WebhookOutbox Outbox => _app.Services.GetRequiredService<WebhookOutbox>();

    public async Task InitializeAsync()
    {
        _receivers = await Receivers.StartAsync();
        _receivers.Answers["/a"] = (context, _) =>
        {
            context.Response.StatusCode = _answer;
            return Task.CompletedTask;
        };
        WebApplicationBuilder builder = Builder();
        WebhookDatabase database = _database.Open();
        builder.Services.AddWebhookInbox(database);
        builder.Services.AddWebhookOutbox(database, options =>
        {
            options.Scheme = SchemeCatalog.StandardWebhooks;
            options.DefaultPolicy = "onering";
        });
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapWebhookPortal("/portal", "people");
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _receivers.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_person_resends_a_dead_letter_tests_and_rotates_in_a_browser()
    {
        await Outbox.SubscribeAsync(new SubscriptionRequest(Owner, new Uri(_receivers.Address, "/a"), ["*"]));
        string id = await Outbox.EnqueueAsync(new OutgoingEvent(Owner, "a", "{}"u8.ToArray()));
        await UntilAsync(async () => (await Outbox.ListDeliveriesAsync(state: DeliveryState.Dead)).Count == 1);

        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(_http.BaseAddress!, "/portal"));
        string page = await browser.SourceAsync(static source => source.Contains("refused 400", StringComparison.Ordinal));
        Assert.Contains(id, page, StringComparison.Ordinal);
        Assert.Contains("<title>Webhooks</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);

        _answer = 200;
        await browser.ClickAsync("#dead button.resend");
        await UntilAsync(async () => (await Outbox.ListDeliveriesAsync(state: DeliveryState.Delivered)).Count == 1);
        await browser.OpenAsync(new Uri(_http.BaseAddress!, "/portal"));
        page = await browser.SourceAsync(static source => source.Contains("Delivered", StringComparison.Ordinal));
        Assert.Contains("<p>None.</p>", page, StringComparison.Ordinal);

        await browser.ClickAsync("#subscriptions button.test");
        await UntilAsync(async () => (await Outbox.ListDeliveriesAsync(state: DeliveryState.Delivered)).Count == 2);
        await browser.ClickAsync("#subscriptions button.rotate");
        await browser.AcceptAsync();
        page = await browser.SourceAsync(static source => source.Contains("shown once: whsec_", StringComparison.Ordinal));
        Assert.Contains("shown once: whsec_", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/portal")]
    [InlineData("GET", "/portal/api/subscriptions")]
    [InlineData("GET", "/portal/api/deliveries")]
    [InlineData("GET", "/portal/api/deliveries/1/attempts")]
    [InlineData("GET", "/portal/api/inbox/dead")]
    [InlineData("POST", "/portal/api/subscriptions")]
    [InlineData("POST", "/portal/api/dead/resend")]
    [InlineData("POST", "/portal/api/inbox/dead/clear")]
    public async Task A_stranger_gets_nothing(string method, string path)
    {
        _isLetIn = false;
        using HttpResponseMessage response = await SendAsync(method, path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/portal/api/dead/clear");
        Assert.Equal(HttpStatusCode.Forbidden, (await _http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_program_subscribes_looks_and_changes()
    {
        _answer = 200;
        using HttpResponseMessage created = await SendAsync("POST", $"/portal/api/subscriptions?owner=o&events=a,b.*&url={Uri.EscapeDataString(new Uri(_receivers.Address, "/a").AbsoluteUri)}");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        JsonElement json = await created.Content.ReadFromJsonAsync<JsonElement>();
        string id = json.GetProperty("id").GetString()!;
        Assert.StartsWith("whsec_", json.GetProperty("secret").GetString(), StringComparison.Ordinal);
        JsonElement list = await _http.GetFromJsonAsync<JsonElement>("/portal/api/subscriptions?owner=o");
        Assert.Equal((id, "Active"), (list[0].GetProperty("id").GetString(), list[0].GetProperty("status").GetString()));
        Assert.False(list[0].TryGetProperty("secret", out _));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"/portal/api/subscriptions/{id}/test")).StatusCode);
        await UntilAsync(async () => (await _http.GetFromJsonAsync<JsonElement>("/portal/api/deliveries?state=delivered")).GetArrayLength() == 1);
        long delivery = (await _http.GetFromJsonAsync<JsonElement>($"/portal/api/deliveries?subscription={id}"))[0].GetProperty("id").GetInt64();
        Assert.Equal(200, (await _http.GetFromJsonAsync<JsonElement>($"/portal/api/deliveries/{delivery}/attempts"))[0].GetProperty("statusCode").GetInt32());
        foreach (string change in (string[])["disable", "enable", "rotate?overlapHours=1", "remove"])
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"/portal/api/subscriptions/{id}/{change}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", $"/portal/api/subscriptions/{id}/remove")).StatusCode);
    }

    [Theory]
    [InlineData("/portal/api/subscriptions?owner=o%00")]
    [InlineData("/portal/api/subscriptions?after=%00")]
    [InlineData("/portal/api/deliveries?subscription=%00")]
    public async Task Text_that_PostgreSQL_cannot_hold_is_answered_400(string path)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/portal/api/subscriptions?owner=o&events=a&url=https://10.0.0.1/")]
    [InlineData("/portal/api/subscriptions?owner=o&events=a b*&url=https://example.com/")]
    [InlineData("/portal/api/subscriptions?owner=o")]
    [InlineData("/portal/api/subscriptions/x/rotate?overlapHours=-1")]
    [InlineData("/portal/api/dead/resend?id=x")]
    [InlineData("/portal/api/dead/clear?from=yesterday")]
    [InlineData("/portal/api/inbox/dead/resend?id=1x")]
    [InlineData("/portal/api/subscriptions?owner=%00&events=a&url=https://example.com/")]
    [InlineData("/portal/api/dead/clear?subscription=%00")]
    public async Task Rubbish_is_answered_400_and_changes_nothing(string path)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", path)).StatusCode);
        Assert.Empty(await Outbox.ListAsync());
    }

    [Fact]
    public async Task Without_its_policy_or_anything_to_show_it_isn_t_mapped()
    {
        Assert.Throws<InvalidOperationException>(() => _app.MapWebhookPortal("/other", "nobody"));
        await using WebApplication empty = Builder().Build();
        Assert.Throws<InvalidOperationException>(() => empty.MapWebhookPortal("/portal", "people"));
    }

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isThere())
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come.");
            await Task.Delay(20);
        }
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-HmacKit-Portal", "1");
        return _http.SendAsync(request);
    }

    private WebApplicationBuilder Builder()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
        builder.Services.AddAuthorizationBuilder().AddPolicy("people", policy => policy.RequireAssertion(_ => _isLetIn));
        builder.Services.AddSingleton<SecretProtector>(new AesGcmSecretProtector(ProtectionKey.Generate("test")));
        builder.Services.AddWebhookSending(options => options.AllowLoopbackBecauseThisIsDevelopment = true);
        return builder;
    }
}
