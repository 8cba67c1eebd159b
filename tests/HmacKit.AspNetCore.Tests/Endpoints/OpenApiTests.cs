using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class OpenApiTests
{
    [Fact]
    public async Task Signed_endpoints_show_their_headers_and_refusals()
    {
        await using SignedApp app = await StartAsync();
        JsonElement operation = await ReadAsync(app, "/orders");
        Assert.Equal(
            ["X-API-KEY", "X-API-TIMESTAMP", "X-API-NONCE", "X-API-SIGN"],
            operation.GetProperty("parameters").EnumerateArray().Where(IsRequiredHeader).Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.Equal(["200", "401", "429"], operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Endpoints_with_API_keys_show_their_header()
    {
        await using SignedApp app = await StartAsync();
        JsonElement operation = await ReadAsync(app, "/me");
        Assert.Equal("X-API-Key", operation.GetProperty("parameters").EnumerateArray().Single(IsRequiredHeader).GetProperty("name").GetString());
        Assert.Equal(["200", "401", "403"], operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_endpoints_show_none()
    {
        await using SignedApp app = await StartAsync();
        JsonElement operation = await ReadAsync(app, "/open");
        Assert.False(operation.TryGetProperty("parameters", out _));
    }

    private static bool IsRequiredHeader(JsonElement parameter) =>
        parameter.GetProperty("in").GetString() == "header" && parameter.GetProperty("required").GetBoolean();

    private static async Task<JsonElement> ReadAsync(SignedApp app, string path)
    {
        using JsonDocument document = JsonDocument.Parse(await app.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return document.RootElement.GetProperty("paths").GetProperty(path).GetProperty("get").Clone();
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.MapOpenApi();
            app.MapGet("/orders", () => "in").RequireSignature("theone").RequireLimit();
            app.MapGet("/me", () => "in").RequireApiKey("read", "own");
            app.MapGet("/open", () => "in");
        },
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(3)]));
            builder.Services.Configure<ApiKeyAuthenticationOptions>("own", options => options.Header = "X-API-Key");
            builder.Services.AddOpenApi();
        });
}
