using HmacKit;
using HmacKit.AspNetCore;
using WebhookReceiver;

// Receives OneRing's events: dotnet run --project samples/WebhookReceiver --urls http://127.0.0.1:5081 --Store:Path receiver.db
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.OneRing));
builder.Services.Configure<SignatureOptions>("onering", options => options.Answer = OneRingAnswer.Instance);
builder.Services.AddReceiverStore(builder.Configuration).AddScoped<EventHandlers>();

WebApplication app = builder.Build();
app.MapWebhook("/webhooks/onering", "onering")
    .On("draft.published", EventJson.Default.OneRingEventDraft, (draft, e, stop) => e.Handlers().PublishedAsync(draft, e, stop))
    .On("draft.edited", EventJson.Default.OneRingEventDraft, (draft, e, stop) => e.Handlers().EditedAsync(draft, e, stop))
    .On("enforcement.failed", EventJson.Default.OneRingEventEnforcement, (enforcement, e, stop) => e.Handlers().FailedAsync(enforcement, e, stop))
    .On("test.event", EventJson.Default.OneRingEventTestMessage, (test, e, stop) => e.Handlers().TestAsync(test, e, stop));
app.MapGet("/events", (HandledEvents handled, bool? all, CancellationToken stop) => handled.AnswerAsync(all == true, stop));
app.Run();
