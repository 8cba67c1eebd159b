using System.Text.Json;

namespace HmacKit.Samples.Tests.Providers;

public class OsayCoreTests
{
    private const string User = "uuid-of-user";
    private const string Poor = "7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0002";
    private const string Suspended = "7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0003";

    [Fact]
    public async Task A_token_opens_the_context_of_its_user_in_the_documented_shape()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer issued = await app.OsayCoreAsync("POST", "/api/auth/generate-user-jwt", $$"""{"user_id":"{{User}}","expires_in_seconds":600}""");
        Assert.Equal(200, issued.Status);
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", issued["expires_at"]);

        Answer answer = await app.OsayCoreAsync("GET", "/api/user/context", token: issued["jwt_token"]);
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["success", "user_summary", "credit_balance", "app_context", "enabled_features", "api_session_id"],
            answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"id":"uuid-of-user","email":"user@example.com","username":"user123","display_name":"User 123","role":"basic","status":"active","avatar_url":null,"email_verified":true}""",
            answer["user_summary"]);
        Assert.Equal("""{"balance":95.00,"lifetime_earned":150.00,"lifetime_spent":55.00,"currency_unit":"credits"}""", answer["credit_balance"]);
        Assert.Equal("""{"new_dashboard_ui":true,"premium_analytics":false}""", answer["enabled_features"]);
        Assert.Equal("My Integrated App", answer.Json.GetProperty("app_context").GetProperty("app_name").GetString());
        Assert.True(Guid.TryParse(answer["api_session_id"], out _));
    }

    [Theory]
    [InlineData("""{"user_id":"nobody"}""", 404)]
    [InlineData("""{"user_id":""}""", 400)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","expires_in_seconds":0}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","expires_in_seconds":-1}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","expires_in_seconds":999999999}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","expires_in_seconds":99999999999999999999}""", 400)]
    [InlineData("""{"user_id":"a\u0000b"}""", 400)]
    public async Task A_token_is_for_users_that_are_there(string body, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.OsayCoreAsync("POST", "/api/auth/generate-user-jwt", body);
        Assert.Equal(status, answer.Status);
        Assert.NotNull(answer["error"]);
    }

    [Fact]
    public async Task Both_the_application_and_the_user_have_to_be_proven()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync(User);
        Answer unsigned = await app.BearerAsync(token, "GET", "/api/user/context");
        Answer withoutUser = await app.OsayCoreAsync("GET", "/api/user/context");
        Answer wrongUser = await app.OsayCoreAsync("GET", "/api/user/context", token: token[..^2] + "AA");
        Answer wrongSecret = await app.SignedAsync(
            SchemeCatalog.OsayCore, "YOUR_APP_API_KEY", "ANOTHER_SECRET_KEY", "GET", "/api/user/context", null, token);
        app.Clock.Advance(TimeSpan.FromHours(2));
        Answer late = await app.OsayCoreAsync("GET", "/api/user/context", token: token);

        Assert.Equal((401, "Missing API authentication headers"), (unsigned.Status, unsigned["error"]));
        Assert.Equal((401, "Unauthorized"), (withoutUser.Status, withoutUser["error"]));
        Assert.Equal((401, "Authentication token expired/invalid"), (wrongUser.Status, wrongUser["error"]));
        Assert.Equal((401, "Invalid API signature"), (wrongSecret.Status, wrongSecret["error"]));
        Assert.Equal((401, "Authentication token expired/invalid"), (late.Status, late["error"]));
    }

    [Fact]
    public async Task A_token_is_good_for_the_application_that_it_was_issued_for()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ("HmacKit:osaycore:Keys:other_app:Secret", "the secret of another app"),
            ("OsayCore:Apps:other_app:Id", "uuid-of-another-app"));
        string token = await app.OsayCoreTokenAsync(User);
        Answer answer = await app.SignedAsync(
            SchemeCatalog.OsayCore, "other_app", "the secret of another app", "GET", "/api/user/context", null, token);

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Credits_are_deducted_once_for_each_reference()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync(User);
        const string Body = """{"amount": 10.0, "description": "Generated image #123", "client_reference_id": "ref-1"}""";
        Answer first = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", Body, token);
        Answer again = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", Body, token);
        Answer other = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount": 11, "client_reference_id": "ref-1"}""", token);
        Answer without = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount": 0.5}""", token);

        Assert.Equal(200, first.Status);
        Assert.Equal("True", first["success"]);
        Assert.Equal("85.00", first.Json.GetProperty("new_balance").GetRawText());
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(400, other.Status);
        Assert.Equal("84.50", without.Json.GetProperty("new_balance").GetRawText());
    }

    [Theory]
    [InlineData(Poor, "1", 402, "Insufficient credits")]
    [InlineData(User, "95.0001", 402, "Insufficient credits")]
    [InlineData(Suspended, "1", 403, "User not authorized to use the app feature")]
    [InlineData(User, "0", 400, null)]
    [InlineData(User, "-1", 400, null)]
    [InlineData(User, "\"10\"", 400, null)]
    [InlineData(User, "null", 400, null)]
    [InlineData(User, "0.00001", 400, null)]
    [InlineData(User, "1e400", 400, null)]
    [InlineData(User, "1e28", 400, null)]
    [InlineData(User, "99999999999999999999999999999999999", 400, null)]
    [InlineData(User, "[1]", 400, null)]
    public async Task What_can_not_be_deducted_is_refused_as_documented(string user, string amount, int status, string? error)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync(user);
        Answer answer = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", $$"""{"amount":{{amount}}}""", token);

        Assert.Equal(status, answer.Status);
        Assert.Equal(error ?? "Invalid amount or parameters", answer["error"]);
    }

    [Fact]
    public async Task Of_many_deductions_at_once_none_is_lost_and_none_goes_below_zero()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync(User);
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":3}""", token)));

        Assert.Equal(31, answers.Count(answer => answer.Status == 200));
        Assert.Equal(9, answers.Count(answer => answer.Status == 402));
        Answer context = await app.OsayCoreAsync("GET", "/api/user/context", token: token);
        Assert.Equal("2.00", context.Json.GetProperty("credit_balance").GetProperty("balance").GetRawText());
    }

    [Fact]
    public async Task A_payment_is_credited_once()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string body = JsonSerializer.Serialize(new { user_id = User, amount = 25, description = "Refund", transaction_type = "PURCHASE", payment_id = "pay-1" });
        Answer first = await app.OsayCoreAsync("POST", "/api/credits/add-credits", body);
        Answer again = await app.OsayCoreAsync("POST", "/api/credits/add-credits", body);

        Assert.Equal(200, first.Status);
        Assert.Equal("120.00", first.Json.GetProperty("new_balance").GetRawText());
        Assert.Equal(first.Text, again.Text);
    }

    [Theory]
    [InlineData("""{"user_id":"nobody","amount":1,"transaction_type":"BONUS"}""", 404)]
    [InlineData("""{"user_id":"uuid-of-user","amount":1,"transaction_type":"GIFT"}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","amount":0,"transaction_type":"BONUS"}""", 400)]
    [InlineData("""{"user_id":"uuid-of-user","amount":1}""", 400)]
    [InlineData("""{"amount":1,"transaction_type":"BONUS"}""", 400)]
    public async Task What_can_not_be_added_is_refused_as_documented(string body, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(status, (await app.OsayCoreAsync("POST", "/api/credits/add-credits", body)).Status);
    }

    [Fact]
    public async Task Adding_credits_needs_an_application_that_may()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ("HmacKit:osaycore:Keys:other_app:Secret", "the secret of another app"),
            ("OsayCore:Apps:other_app:Id", "uuid-of-another-app"));
        Answer answer = await app.SignedAsync(
            SchemeCatalog.OsayCore, "other_app", "the secret of another app", "POST", "/api/credits/add-credits",
            """{"user_id":"uuid-of-user","amount":1,"transaction_type":"BONUS"}""");

        Assert.Equal(403, answer.Status);
    }
}
