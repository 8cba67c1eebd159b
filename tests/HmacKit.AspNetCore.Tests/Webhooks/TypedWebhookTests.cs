using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Webhooks;

/// <summary>Events by their type and identity, at an endpoint.</summary>
public partial class TypedWebhookTests
{
    private static readonly KeyRing Stripe = new(SchemeCatalog.Stripe.ImportKey("whsec_0123456789abcdef0123456789abcdef"));

    private readonly ConcurrentQueue<string> _handled = new();

    [Fact]
    public async Task Each_type_has_its_handler_and_an_unknown_one_is_answered_200_and_counted()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering")
            .On("draft.published", EventJson.Default.Published, (published, e) => Note($"{e.Id} {e.Type} {published.Data.DraftId}"))
            .On("draft.edited", EventJson.Default.Published, (edited, _, _) => Note($"edited {edited.Data.DraftId}")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1", """{"eventType":"draft.published","data":{"draftId":"d1"}}"""));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_2", """{"eventType":"draft.edited","data":{"draftId":"d2"}}"""));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_3", """{"eventType":"draft.burnt","data":7}"""));
        await app.Handled("unknown_type", 1);
        await app.StopAsync();
        Assert.Equal(["edited d2", "evt_1 draft.published d1"], _handled.Order());
    }

    [Theory]
    [InlineData("""{"eventType":"draft.published","data":7}""")]
    [InlineData("""{"eventType":"draft.published"}""")]
    [InlineData("""{"eventType":"draft.published","eventType":"draft.edited","data":{"draftId":"d1"}}""")]
    [InlineData("eventType=draft.published")]
    [InlineData("")]
    public async Task A_signed_body_that_is_not_the_JSON_it_should_be_is_answered_400_and_not_handled(string body)
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering")
            .On("draft.published", EventJson.Default.Published, (published, _) => Note(published.Data.DraftId)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(app, "evt_1", body));
        await app.StopAsync();
        Assert.Empty(_handled);
    }

    [Fact]
    public async Task Events_of_one_kind_are_read_before_they_are_answered()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapWebhook("/hook", "onering", EventJson.Default.Published, (published, _, _) => Note(published.Data.DraftId)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(app, "evt_1", "null"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1", """{"eventType":"x","data":{"draftId":"d1"}}"""));
        await app.StopAsync();
        Assert.Equal(["d1"], _handled);
    }

    [Fact]
    public async Task Of_an_event_that_is_signed_anew_and_sent_again_one_is_handled()
    {
        await using SignedApp app = await StartStripeAsync();
        for (int time = 0; time < 3; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"id":"evt_1","type":"charge.succeeded"}"""));
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"id":"evt_2","type":"charge.succeeded"}"""));
        await app.StopAsync();
        Assert.Equal(["evt_1", "evt_2"], _handled);
    }

    [Fact]
    public async Task Two_ids_in_one_body_are_answered_400_and_a_body_without_one_is_told_by_what_is_signed()
    {
        await using SignedApp app = await StartStripeAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await SendStripeAsync(app, """{"id":"evt_1","id":"evt_2"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await SendStripeAsync(app, $$"""{"id":"{{new string('a', 1000)}}"}"""));
        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"type":"ping"}"""));
        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"type":"ping"}"""));
        await app.StopAsync();
        Assert.Equal([""], _handled);
    }

    [Fact]
    public async Task The_endpoint_may_say_otherwise_what_tells_events_apart()
    {
        await using SignedApp app = await StartStripeAsync(options => options.EventIdentity = EventField.Json("/type"));
        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"id":"evt_1","type":"a"}"""));
        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"id":"evt_2","type":"a"}"""));
        await app.StopAsync();
        Assert.Equal(["a"], _handled);
    }

    [Fact]
    public async Task An_answer_of_one_s_own_comes_behind_the_verification()
    {
        await using SignedApp app = await StartStripeAsync(options => options.Respond = (e, _) =>
            new(e.Type == "ping" ? Results.Text("pong " + e.Id) : null));
        using HttpResponseMessage answer = await app.Client.SendAsync(SignStripe(app, """{"id":"evt_1","type":"ping"}"""));
        Assert.Equal("pong evt_1", await answer.Content.ReadAsStringAsync());
        using HttpRequestMessage forged = SignStripe(app, """{"id":"evt_1","type":"ping"}""");
        forged.Content = new StringContent("""{"id":"evt_1","type":"ping" }""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.SendAsync(forged)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await SendStripeAsync(app, """{"id":"evt_2","type":"a"}"""));
        await app.StopAsync();
        Assert.Equal(["evt_2"], _handled);
    }

    [Fact]
    public async Task A_type_has_one_handler_and_a_scheme_that_names_none_is_refused_at_start()
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            WebhookTypes types = app.MapWebhook("/hook", "onering").On("a", EventJson.Default.Published, (_, _) => Task.CompletedTask);
            Assert.Throws<ArgumentException>(() => types.On("a", EventJson.Default.Published, (_, _) => Task.CompletedTask));
        });
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "theone")));
        Assert.Contains("EventType", exception.Message, StringComparison.Ordinal);
    }

    private Task<SignedApp> StartStripeAsync(Action<WebhookOptions>? configure = null) => SignedApp.StartAsync(
        app => app.MapWebhook("/hook", "stripe", e => Note(e.Id ?? ""), configure),
        builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.Stripe, options => options.Keys = new MemoryKeySource(Stripe))));

    private Task Note(string text)
    {
        _handled.Enqueue(text);
        return Task.CompletedTask;
    }

    private static async Task<HttpStatusCode> SendAsync(SignedApp app, string id, string body)
    {
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/hook", body: Encoding.UTF8.GetBytes(body), scheme: SchemeCatalog.OneRing, id: id));
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> SendStripeAsync(SignedApp app, string body)
    {
        using HttpResponseMessage response = await app.Client.SendAsync(SignStripe(app, body));
        return response.StatusCode;
    }

    private static HttpRequestMessage SignStripe(SignedApp app, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(bytes) };
        foreach ((string name, string value) in new RequestSigner(SchemeCatalog.Stripe, Stripe, app.Clock).Sign(new RawRequest("POST", "/hook", [], bytes)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    internal sealed record Published([property: JsonRequired] Draft Data);

    internal sealed record Draft([property: JsonRequired] string DraftId);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Published))]
    internal sealed partial class EventJson : JsonSerializerContext;
}
