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
