using System.Threading.Channels;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The other direction: the hub signs and calls a plugin, and plugins get their keys in a portal.</summary>
public sealed class OortPluginTests : IAsyncLifetime
{
    private const string Task1 = """{"subtask_id":"subtask_001","config":{"keyword":"test"}}""";

    private readonly Channel<(int Status, string Target, string Body)> _calls = Channel.CreateUnbounded<(int, string, string)>();
    private WebApplication _plugin = null!;
    private int _failures;

    private string Url => _plugin.Urls.First() + "/datahub/";

    /// <summary>A plugin that knows the hub by its own secret.</summary>
    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([
            KeyValuePair.Create("Plugin:oort:Keys:your_api_key:Secret", (string?)"your_api_secret"),
            KeyValuePair.Create("Plugin:oort:AllowInsecureShortSecrets", (string?)"true")]);
        builder.Services.AddHmacKit(builder.Configuration.GetSection("Plugin"), hmac => hmac.AddScheme(SchemeCatalog.Oort));
        _plugin = builder.Build();
        _plugin.Use(next => async context =>
        {
            context.Request.EnableBuffering();
            await next(context);
            context.Request.Body.Position = 0;
            using var reader = new StreamReader(context.Request.Body);
            _calls.Writer.TryWrite((context.Response.StatusCode, context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync()));
        });
        _plugin.MapPost("/datahub/task_created", () => Interlocked.Decrement(ref _failures) >= 0 ? Results.StatusCode(500) : Results.Ok(new { code = 0 })).RequireSignature("oort");
        await _plugin.StartAsync();
    }

    public Task DisposeAsync() => _plugin.DisposeAsync().AsTask();

    [Fact]
    public async Task The_hub_tells_a_plugin_of_its_task_and_signs_with_the_plugin_s_key()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(TimeProvider.System.GetUtcNow(), ("Oort:Plugins:your_api_key:Url", Url));
        string task = (await app.OortAsync("POST", "/api/plugin/create_task", Task1)).Json.GetProperty("data").GetProperty("task_id").GetString()!;
        Assert.Equal((200, "/datahub/task_created?attempt=1", $$"""{"task_id":"{{task}}","subtask_id":"subtask_001"}"""), await NextAsync());
    }

    [Fact]
    public async Task A_call_that_fails_is_signed_anew_and_sent_again()
    {
        _failures = 1;
        await using ProviderApp app = await ProviderApp.StartAsync(TimeProvider.System.GetUtcNow(), ("Oort:Plugins:your_api_key:Url", Url));
        await app.OortAsync("POST", "/api/plugin/create_task", Task1);
        Assert.Equal((500, "/datahub/task_created?attempt=1"), (await NextAsync()) is var first ? (first.Status, first.Target) : default);
        while (!_calls.Reader.TryPeek(out _))
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        Assert.Equal((200, "/datahub/task_created?attempt=2"), (await NextAsync()) is var second ? (second.Status, second.Target) : default);
    }

    [Fact]
    public async Task A_plugin_with_another_secret_refuses_the_hub()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            TimeProvider.System.GetUtcNow(), ("Oort:Plugins:other:Url", Url), ("HmacKit:oort:Keys:other:Secret", "the secret of another plugin"));
        await app.SignedAsync(SchemeCatalog.Oort, "other", "the secret of another plugin", "POST", "/api/plugin/create_task", Task1);
        Assert.Equal(401, (await NextAsync()).Status);
    }

    [Fact]
    public async Task A_plugin_gets_its_key_and_secret_in_the_portal()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer issued = await app.BearerAsync("YOUR_PORTAL_TOKEN", "POST", "/oort/portal/keys", """{"name":"My plugin"}""");
        Assert.Equal((201, "no-store"), (issued.Status, issued.Header("Cache-Control")));
        Answer task = await app.SignedAsync(SchemeCatalog.Oort, issued["api_key"]!, issued["api_secret"]!, "POST", "/api/plugin/create_task", Task1);
        Assert.Equal((200, "0"), (task.Status, task["code"]));
        Assert.Equal(204, (await app.BearerAsync("YOUR_PORTAL_TOKEN", "DELETE", $"/oort/portal/keys/{issued["api_key"]}")).Status);
        Assert.Equal(401, (await app.SignedAsync(SchemeCatalog.Oort, issued["api_key"]!, issued["api_secret"]!, "POST", "/api/plugin/create_task", Task1)).Status);
        Answer stranger = await app.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/oort/portal/keys", """{"name":"My plugin"}""");
        Assert.Equal((403, "1"), (stranger.Status, stranger["code"]));
    }

    private async Task<(int Status, string Target, string Body)> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
