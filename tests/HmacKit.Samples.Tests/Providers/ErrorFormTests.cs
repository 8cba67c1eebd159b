using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Providers.Store;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>Errors of the host's own, and addresses that aren't there, in each API's documented form.</summary>
public class ErrorFormTests
{
    private const string Pro = "osk_your_secret_here";

    [Fact]
    public async Task An_error_of_OneRing_s_own_is_INTERNAL_ERROR_and_to_be_tried_again_in_30_seconds()
    {
        await using ProviderApp app = await BrokenAsync("onering_users");
        Answer answer = await app.BearerAsync(Pro, "GET", "/v1/external/users/user_xyz/rings");
        Assert.Equal((500, "INTERNAL_ERROR", "30", "1000"), (answer.Status, answer["code"], answer.Header("Retry-After"), answer.Header("X-RateLimit-Limit")));
        AssertLogged(app, answer);
    }

    [Fact]
    public async Task An_error_of_OORT_s_own_has_code_500()
    {
        await using ProviderApp app = await BrokenAsync("oort_tasks");
        Answer answer = await app.OortAsync("GET", "/api/plugin/tasks");
        Assert.Equal((500, "500"), (answer.Status, answer["code"]));
        AssertLogged(app, answer);
    }

    [Fact]
    public async Task An_error_of_OsayCore_s_own_says_error_and_the_request_s_id()
    {
        await using ProviderApp app = await BrokenAsync("osaycore_users");
        Answer answer = await app.OsayCoreAsync("POST", "/api/auth/generate-user-jwt", """{"user_id":"uuid-of-user"}""");
        Assert.Equal((500, "Internal server error"), (answer.Status, answer["error"]));
        Assert.Equal(answer.Header("X-Request-Id"), answer["request_id"]);
        AssertLogged(app, answer);
    }

    [Fact]
    public async Task An_error_of_the_guide_s_own_is_problem_details()
    {
        await using ProviderApp app = await BrokenAsync("guide_products");
        Answer answer = await app.SendAsync("GET", "/guide/products", null, ("X-API-Key", "your_api_key_here"));
        Assert.Equal((500, "Internal server error", "500"), (answer.Status, answer["title"], answer["status"]));
        AssertLogged(app, answer);
    }

    [Theory]
    [InlineData("/v1/external/nowhere", "GET", 404, "code", "NOT_FOUND")]
    [InlineData("/v1/external/me", "DELETE", 405, "code", "METHOD_NOT_ALLOWED")]
    [InlineData("/api/plugin/nowhere", "GET", 404, "code", "400")]
    [InlineData("/api/plugin/tasks", "PUT", 405, "code", "400")]
    [InlineData("/api/nowhere", "GET", 404, "error", "Not found")]
    [InlineData("/api/credits/add-credits", "GET", 405, "error", "Method not allowed")]
    [InlineData("/api/v1/nowhere", "GET", 404, "error", "Not found")]
    [InlineData("/broker/v1/nowhere", "GET", 404, "error", "Not found")]
    [InlineData("/guide/nowhere", "GET", 404, "status", "404")]
    [InlineData("/guide/products/bulk", "GET", 405, "title", "Method not allowed")]
    public async Task What_is_not_there_is_told_in_the_form_of_the_API(string target, string method, int status, string member, string value)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.SendAsync(method, target);
        Assert.Equal((status, value), (answer.Status, answer[member]));
        Assert.NotEmpty(answer.Header("X-Request-Id"));
    }

    [Fact]
    public async Task Every_answer_has_an_id_of_its_own()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer first = await app.BearerAsync(Pro, "GET", "/v1/external/me");
        Answer second = await app.BearerAsync("wrong", "GET", "/v1/external/me");
        Assert.NotEmpty(first.Header("X-Request-Id"));
        Assert.NotEqual(first.Header("X-Request-Id"), second.Header("X-Request-Id"));
    }

    [Theory]
    [InlineData("X-API-KEY", "Missing API key")]
    [InlineData("X-API-TIMESTAMP", "Missing timestamp")]
    [InlineData("X-API-NONCE", "Missing nonce")]
    [InlineData("X-API-SIGN", "Missing signature")]
    public async Task TheOne_names_the_header_that_is_missing(string missing, string error)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string, string)[] headers = [("X-API-KEY", "test_key_1"), ("X-API-TIMESTAMP", "1"), ("X-API-NONCE", "n"), ("X-API-SIGN", "s")];
        Answer answer = await app.SendAsync("GET", "/api/v1/balances", null, [.. headers.Where(header => header.Item1 != missing)]);
        Assert.Equal((401, error), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task Outside_development_nothing_is_taken_over_plain_HTTP_and_each_API_says_so_in_its_form()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("Https:Required", null), ("Https:TrustedProxies:0", "127.0.0.9"));
        Answer ring = await app.BearerAsync(Pro, "GET", "/v1/external/me");
        Answer trade = await app.TheOneAsync("GET", "/api/v1/balances");
        Answer guide = await app.SendAsync("GET", "/guide/products", null, ("X-API-Key", "your_api_key_here"));
        Assert.Equal(
            (403, "HTTPS_REQUIRED", 403, "HTTPS required", 403),
            (ring.Status, ring["code"], trade.Status, trade["error"], guide.Status));
        Assert.Contains(app.Log.Entries, entry => entry.Text.Contains("came over plain HTTP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_only_this_machine_reaches_takes_plain_HTTP()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("Https:Required", null));
        Assert.Equal(200, (await app.TheOneAsync("GET", "/api/v1/balances")).Status);
    }

    [Fact]
    public async Task A_proxy_that_is_trusted_says_how_the_request_came()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("Https:Required", "true"), ("Https:TrustedProxies:0", "127.0.0.1"));
        Answer answer = await app.SendAsync("GET", "/guide/products", null, ("X-API-Key", "your_api_key_here"), ("X-Forwarded-Proto", "https"));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task The_second_test_key_of_TheOne_trades_as_its_document_s_client_expects_and_another_one_only_reads()
    {
        const string Swap = """{"from":"ETH","to":"USDT","amount":"1"}""";
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer second = await app.TheOneAsync("POST", "/api/v1/swap", Swap, key: 2);
        Answer reader = await app.SignedAsync(SchemeCatalog.TheOne, "test_key_read_only", "test_secret_read_only", "POST", "/api/v1/swap", Swap);
        Assert.NotEqual(403, second.Status);
        Assert.Equal((403, "Insufficient permissions"), (reader.Status, reader["error"]));
    }

    private static async Task<ProviderApp> BrokenAsync(string table)
    {
        ProviderApp app = await ProviderApp.StartAsync();
        using SqliteConnection connection = app.Services.GetRequiredService<ProviderDatabase>().Open();
        connection.Execute($"ALTER TABLE {table} RENAME TO taken_away");
        return app;
    }

    private static void AssertLogged(ProviderApp app, Answer answer)
    {
        string id = answer.Header("X-Request-Id");
        Assert.NotEmpty(id);
        Assert.Contains(app.Log.Entries, entry => entry.Text.Contains($"Request {id} failed", StringComparison.Ordinal));
    }
}
