namespace HmacKit.Samples.Tests.Providers;

/// <summary>Lists that go on: a user's transactions, and products behind a cursor.</summary>
public class HistoryTests
{
    private const string Key = "your_api_key_here";

    [Fact]
    public async Task A_user_s_transactions_are_listed_the_latest_first()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync("uuid-of-user");
        await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":1.5,"description":"first"}""", token);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":2,"description":"second"}""", token);
        Answer list = await app.OsayCoreAsync("GET", "/api/credits/transactions", token: token);
        Assert.Equal(["second", "first"], list.Json.GetProperty("transactions").EnumerateArray().Select(item => item.GetProperty("description").GetString()));
        Assert.Equal(91.5m, list.Json.GetProperty("transactions")[0].GetProperty("new_balance").GetDecimal());
        string another = await app.OsayCoreTokenAsync("7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0001");
        Assert.Equal("""{"transactions":[]}""", (await app.OsayCoreAsync("GET", "/api/credits/transactions", token: another)).Text);
        Assert.Equal(401, (await app.OsayCoreAsync("GET", "/api/credits/transactions")).Status);
    }

    [Fact]
    public async Task A_deduction_that_would_leave_less_than_the_application_s_minimum_is_402()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("OsayCore:Apps:YOUR_APP_API_KEY:MinimumBalance", "90"));
        string token = await app.OsayCoreTokenAsync("uuid-of-user");
        Assert.Equal(402, (await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":5.01}""", token)).Status);
        Assert.Equal(200, (await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":5}""", token)).Status);
    }

    [Fact]
    public async Task Behind_a_cursor_nothing_is_seen_twice_or_missed_to_the_end()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        var seen = new List<string>();
        string? next = "/guide/products?cursor=&limit=7";
        for (int pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 20);
            Answer page = await app.SendAsync("GET", next, null, ("X-API-Key", Key));
            Assert.Equal(200, page.Status);
            seen.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("sku").GetString()!));
            next = page.Json.GetProperty("next").GetString();
        }

        Assert.Equal(45, seen.Count);
        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("cursor=%00")]
    [InlineData("cursor=a+b")]
    [InlineData("cursor=c2t1&limit=0")]
    [InlineData("cursor=c2t1&limit=101")]
    [InlineData("cursor=c2t1&cursor=c2t1")]
    public async Task What_is_no_cursor_is_400(string query)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(400, (await app.SendAsync("GET", $"/guide/products?{query}", null, ("X-API-Key", Key))).Status);
    }
}
