using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Providers.Dashboard;

namespace HmacKit.Samples.Tests.Providers;

public class DashboardTests
{
    [Fact]
    public async Task The_page_shows_verifications_live_in_a_browser()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await app.BearerAsync("osk_your_secret_here", "GET", "/v1/external/me");
        await app.SignedAsync(SchemeCatalog.TheOne, "test_key_1", "a wrong secret", "GET", "/api/v1/balances");
        string page = await BrowseAsync(app, rows: 2);

        Assert.Contains("<span id=\"connection\" class=\"on\">live</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span id=\"accepted\">1</span> accepted, <span id=\"refused\">1</span> refused", page, StringComparison.Ordinal);
        Assert.Matches("<tr class=\"accepted\">.*<td>onering</td><td>osk_your_secret</td><td>GET /v1/external/me</td><td class=\"status\">200</td><td class=\"reason\">Valid</td>", page);
        Assert.Matches("<tr class=\"refused\">.*<td>theone</td>.*<td>GET /api/v1/balances</td><td class=\"status\">401</td><td class=\"reason\">SignatureMismatch</td>", page);
        Assert.Contains(" ms</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strangers_send_stays_text()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await app.SendAsync("GET", "/v1/external/users/<img src=x onerror=document.title='owned'>/rings", null, ("Authorization", "Bearer <b>"));
        app.Services.GetRequiredService<VerificationFeed>().Add(new VerificationRecord(
            app.Clock.GetUtcNow(), "theone", "<script>document.title='owned'</script>", "GET", "/<b>bold</b>", "UnknownKey", 401, 1, "<i>1</i>"));
        string page = await BrowseAsync(app, rows: 2);

        Assert.Contains("<title>HmacKit: verifications</title>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;document.title='owned'&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("/&lt;b&gt;bold&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_gets_the_latest_and_then_each_new_one_with_what_is_left_of_the_budget()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await app.TheOneAsync("GET", "/api/v1/balances");
        using Stream stream = await app.Http.GetStreamAsync("/dashboard/verifications");
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("/api/v1/balances", Member(events.Current.Data, "path"));
        await app.BearerAsync("osk_nobody", "GET", "/v1/external/webhooks");
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("onering", Member(events.Current.Data, "scheme"));
        Assert.Equal("Malformed", Member(events.Current.Data, "verdict"));
        Assert.Equal("401", Member(events.Current.Data, "answer"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard.js")]
    [InlineData("/dashboard/verifications")]
    public async Task Pages_elsewhere_can_not_reach_it_by_giving_their_name_our_address(string path)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(404, (await app.SendAsync("GET", path, null, ("Host", "evil.example"))).Status);
        if (path != "/dashboard/verifications")
        {
            Answer page = await app.SendAsync("GET", path);
            Assert.Equal(200, page.Status);
            Assert.StartsWith("default-src 'none'; script-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Memory_and_watchers_are_bounded()
    {
        var feed = new VerificationFeed();
        for (int i = 0; i < VerificationFeed.Capacity * 2; i++)
        {
            feed.Add(Record(i));
        }

        using var stop = new CancellationTokenSource();
        var watchers = new List<IAsyncEnumerable<VerificationRecord>>();
        for (int i = 0; i < VerificationFeed.MostWatchers; i++)
        {
            watchers.Add(feed.TryWatch(stop.Token)!);
        }

        Assert.Null(feed.TryWatch(stop.Token));
        feed.Add(Record(1000));
        IAsyncEnumerator<VerificationRecord> first = watchers[0].GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await first.MoveNextAsync());
        Assert.Equal($"/{VerificationFeed.Capacity + 1}", first.Current.Path);
        await first.DisposeAsync();
        Assert.NotNull(feed.TryWatch(stop.Token));
    }

    private static VerificationRecord Record(int number) => new(default, "body", "", "GET", $"/{number}", "Valid", 200, 1, null);

    private static string? Member(string json, string name) => JsonSerializer.Deserialize<JsonElement>(json).GetProperty(name).ToString();

    /// <summary>The page as Chromium has it once its scripts have shown so many verifications.</summary>
    private static async Task<string> BrowseAsync(ProviderApp app, int rows)
    {
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(app.Http.BaseAddress!);
        return await browser.SourceAsync(page => page.Contains("class=\"on\"", StringComparison.Ordinal) && page.Split("<tr class=").Length > rows);
    }
}
