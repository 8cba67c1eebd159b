using System.Text.Json;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The reference of all calls, and the features that tiers open.</summary>
public class ReferenceTests
{
    [Fact]
    public async Task The_document_has_every_API_and_says_what_is_deprecated()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer document = await app.SendAsync("GET", "/openapi/v1.json");
        Assert.Equal(200, document.Status);
        JsonElement paths = document.Json.GetProperty("paths");
        Assert.All(
            ["/v1/external/me", "/api/v1/swap", "/api/plugin/create_task", "/api/action/deduct-credits", "/guide/products", "/guide/v2/orders/{id}", "/sandbox/guide/customers", "/oauth/token"],
            path => Assert.True(paths.TryGetProperty(path, out _), path));
        Assert.True(paths.GetProperty("/guide/v1/products").GetProperty("get").GetProperty("deprecated").GetBoolean());
        Assert.False(paths.GetProperty("/guide/v2/products").GetProperty("get").TryGetProperty("deprecated", out _));
        Assert.DoesNotContain("your_api_key_here", document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/broker/v1/keys", "YOUR_BROKER_TOKEN", """{"name":"a","permissions":["read"]}""")]
    [InlineData("/oort/portal/keys", "YOUR_PORTAL_TOKEN", """{"name":"a"}""")]
    [InlineData("/guide/keys", "your_api_key_here", """{"name":"a","scopes":["products"],"environment":"test"}""")]
    public async Task The_calls_for_keys_are_in_the_document_with_all_that_is_sent_and_answered(string path, string key, string request)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        JsonElement document = (await app.SendAsync("GET", "/openapi/v1.json")).Json;
        JsonElement paths = document.GetProperty("paths");
        JsonElement issue = paths.GetProperty(path).GetProperty("post");
        Assert.NotEmpty(issue.GetProperty("tags")[0].GetString()!);

        Answer issued = await app.SendAsync("POST", path, request, ("Authorization", $"Bearer {key}"), ("X-API-Key", key));
        Assert.Equal(201, issued.Status);
        HasAll(issue.GetProperty("requestBody"), JsonSerializer.Deserialize<JsonElement>(request));
        HasAll(issue.GetProperty("responses").GetProperty("201"), issued.Json);

        Answer list = await app.SendAsync("GET", path, null, ("Authorization", $"Bearer {key}"), ("X-API-Key", key));
        JsonElement listed = paths.GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200");
        HasAll(SchemaOf(listed).GetProperty("properties").GetProperty("keys").GetProperty("items"), list.Json.GetProperty("keys")[0]);

        JsonElement rotate = paths.GetProperty(path + "/{id}/rotate").GetProperty("post");
        string id = issued.Json.EnumerateObject().First().Value.GetString()!;
        Answer rotated = await app.SendAsync("POST", $"{path}/{id}/rotate", """{"overlap_seconds":60}""", ("Authorization", $"Bearer {key}"), ("X-API-Key", key));
        Assert.Equal(200, rotated.Status);
        HasAll(rotate.GetProperty("requestBody"), JsonSerializer.Deserialize<JsonElement>("""{"overlap_seconds":60}"""));
        HasAll(rotate.GetProperty("responses").GetProperty("200"), rotated.Json);
        JsonElement revoke = paths.GetProperty(path + "/{id}").GetProperty("delete");
        Assert.True(revoke.GetProperty("responses").TryGetProperty("204", out _));
        Assert.All([rotate, revoke], call => Assert.Equal("id", call.GetProperty("parameters")[0].GetProperty("name").GetString()));

        JsonElement SchemaOf(JsonElement at)
        {
            JsonElement schema = at.TryGetProperty("content", out JsonElement content) ? content.GetProperty("application/json").GetProperty("schema") : at;
            return schema.TryGetProperty("$ref", out JsonElement name) ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1]) : schema;
        }

        void HasAll(JsonElement at, JsonElement sent)
        {
            JsonElement properties = SchemaOf(at).GetProperty("properties");
            Assert.All(sent.EnumerateObject(), member => Assert.True(properties.TryGetProperty(member.Name, out _), member.Name));
        }
    }

    [Fact]
    public async Task The_page_takes_nothing_from_another_host()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        using HttpResponseMessage page = await app.Http.GetAsync(new Uri("/reference/", UriKind.Relative));
        string html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, html);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(app.Http.BaseAddress!, "/reference/"));
        Assert.Contains("Five documented APIs in one host", await browser.SourceAsync(static source => source.Contains("Five documented APIs in one host", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_say_which_tiers_open_a_feature()
    {
        await using ProviderApp usual = await ProviderApp.StartAsync();
        Assert.Equal(403, await SubscribeAsync(usual, "osk_test_free"));
        Assert.Equal(201, await SubscribeAsync(usual, "osk_your_secret_here"));
        await using ProviderApp generous = await ProviderApp.StartAsync(("OneRing:Features:webhooks:2", "free"));
        Assert.Equal(201, await SubscribeAsync(generous, "osk_test_free"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderApp.StartAsync(("OneRing:Features:webhooks:0", "gold")));
    }

    private static async Task<int> SubscribeAsync(ProviderApp app, string key) =>
        (await app.BearerAsync(key, "POST", "/v1/external/webhooks", """{"url":"http://127.0.0.1:9/hook","events":["draft.published"]}""")).Status;
}
