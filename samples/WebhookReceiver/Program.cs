using HmacKit;
using WebhookReceiver;

// Receives OneRing's events: dotnet run --project samples/WebhookReceiver --urls http://127.0.0.1:5081
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.OneRing));
builder.Services.AddSingleton<HandledEvents>().AddScoped<EventHandlers>();

WebApplication app = builder.Build();
app.MapWebhook("/webhooks/onering", "onering", EventHandlers.HandleAsync);
app.MapGet("/events", (HandledEvents handled) => TypedResults.Json(handled.Latest(), EventJson.Default.HandledEventArray));
app.Run();
