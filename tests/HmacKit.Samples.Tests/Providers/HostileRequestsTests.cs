using System.Text;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The signed APIs of the sample under everything that the test kit can send.</summary>
public class HostileRequestsTests
{
    [Theory]
    [InlineData("osaycore", "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY", "POST", "/api/auth/generate-user-jwt", """{"user_id":"uuid-of-user"}""")]
    [InlineData("osaycore", "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY", "POST", "/api/credits/add-credits", """{"user_id":"uuid-of-user","amount":25,"description":"a.b","transaction_type":"PURCHASE","payment_id":"pay-1"}""")]
    [InlineData("theone", "test_key_1", "test_secret_1", "POST", "/api/v1/estimate?source=a%2Fb", """{"from":"ETH","to":"USDT","amount":"1.5"}""")]
    [InlineData("theone", "test_key_1", "test_secret_1", "GET", "/api/v1/balances", "")]
    [InlineData("oort", "your_api_key", "your_api_secret", "POST", "/api/plugin/create_task?page=1&city=K%C3%B6ln", """{"subtask_id":"subtask_001","config":{}}""")]
    [InlineData("oort", "your_api_key", "your_api_secret", "GET", "/api/plugin/tasks?subtask_id=subtask_001&limit=5", "")]
    public async Task An_endpoint_holds(string name, string keyId, string secret, string method, string target, string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        KeyRing keys = ProviderApp.RingOf(scheme, keyId, secret);
        var options = new HostileOptions
        {
            TimeProvider = app.Clock,
            Method = new HttpMethod(method),
            Body = Encoding.UTF8.GetBytes(body),
            MaxBodyBytes = 64 * 1024,

            // OORT documents one answer, the others a text for each cause.
            AnswersMayTellTheCause = name != "oort",
        };
        HostileReport report = await HostileRequests.AimAsync(new Uri(app.Http.BaseAddress!, target), scheme, keys, options);
        report.ThrowIfAnyPassed();
    }

    [Fact]
    public async Task A_key_without_the_right_to_trade_does_not_trade()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        var options = new HostileOptions
        {
            TimeProvider = app.Clock,
            Body = """{"from":"ETH","to":"USDT","amount":"0.001"}"""u8.ToArray(),
            MaxBodyBytes = 64 * 1024,
            AnswersMayTellTheCause = true,
            RefusedKeys = { ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_read_only", "test_secret_read_only") },
        };
        KeyRing keys = ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_1", "test_secret_1");
        HostileReport report = await HostileRequests.AimAsync(new Uri(app.Http.BaseAddress!, "/api/v1/swap"), SchemeCatalog.TheOne, keys, options);
        report.ThrowIfAnyPassed();
        Assert.Contains(report.Outcomes, outcome => outcome.Name == "key/refused:test_key_read_only");
    }
}
