using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

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
        Assert.Equal(["200", "401", "429", "503"], operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Endpoints_with_API_keys_show_their_header()
    {
        await using SignedApp app = await StartAsync();
        JsonElement operation = await ReadAsync(app, "/me");
        Assert.Equal("X-API-Key", operation.GetProperty("parameters").EnumerateArray().Single(IsRequiredHeader).GetProperty("name").GetString());
        Assert.Equal(["200", "401", "403", "503"], operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusals_show_their_media_type_and_those_of_a_body_its_limit()
    {
        await using SignedApp app = await StartAsync();
        JsonElement responses = (await ReadAsync(app, "/swap", "post")).GetProperty("responses");
        foreach (string code in (string[])["401", "413", "503"])
        {
            Assert.Equal(
                "#/components/schemas/ProblemDetails",
                responses.GetProperty(code).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        }

        JsonElement own = (await ReadAsync(app, "/me")).GetProperty("responses").GetProperty("401").GetProperty("content");
        Assert.Equal("application/json", own.EnumerateObject().Single().Name);
    }

    /// <summary>The transformer of docs/aspnetcore.md.</summary>
    [Fact]
    public async Task Security_schemes_are_what_the_endpoints_require()
    {
        await using SignedApp app = await StartAsync();
        using JsonDocument document = JsonDocument.Parse(await app.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        JsonElement schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("http HMAC", $"{schemes.GetProperty("theone").GetProperty("type").GetString()} {schemes.GetProperty("theone").GetProperty("scheme").GetString()}");
        Assert.Equal("apiKey X-API-Key", $"{schemes.GetProperty("own").GetProperty("type").GetString()} {schemes.GetProperty("own").GetProperty("name").GetString()}");
        Assert.Equal("http bearer", $"{schemes.GetProperty("ApiKey").GetProperty("type").GetString()} {schemes.GetProperty("ApiKey").GetProperty("scheme").GetString()}");
        Assert.Equal(["own"], (await ReadAsync(app, "/me")).GetProperty("security").EnumerateArray().Single().EnumerateObject().Select(property => property.Name));
        Assert.False((await ReadAsync(app, "/open")).TryGetProperty("security", out _));
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

    private static async Task<JsonElement> ReadAsync(SignedApp app, string path, string method = "get")
    {
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, string.Join('\n', app.Log.Entries.Where(entry => entry.Exception is not null)));
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("paths").GetProperty(path).GetProperty(method).Clone();
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.MapOpenApi();
            app.MapGet("/orders", () => "in").RequireSignature("theone").RequireLimit();
            app.MapGet("/me", () => "in").RequireApiKey("read", "own");
            app.MapPost("/swap", () => "in").RequireSignature("theone");
            app.MapGet("/bearer", () => "in").RequireApiKey();
            app.MapGet("/open", () => "in");
        },
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(3)]));
            builder.Services.Configure<ApiKeyOptions>("own", options => (options.Header, options.Answer) = ("X-API-Key", ReasonAnswer.Instance));
            builder.Services.AddOpenApi(options => options.AddOperationTransformer((operation, context, _) =>
            {
                var all = new OpenApiSecurityRequirement();
                foreach (RequirementAttribute requirement in context.Description.ActionDescriptor.EndpointMetadata.OfType<RequirementAttribute>())
                {
                    (string? name, string header) = requirement switch
                    {
                        RequireSignatureAttribute signature => (signature.Scheme, ""),
                        RequireApiKeyAttribute key => (key.Name, context.ApplicationServices.GetRequiredService<IOptionsMonitor<ApiKeyOptions>>().Get(key.Name).Header),
                        RequireUserTokenAttribute token => (token.Name, "Authorization"),
                        _ => (null, ""),
                    };
                    if (name is not null)
                    {
                        context.Document!.AddComponent<IOpenApiSecurityScheme>(name, header switch
                        {
                            "" => new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "HMAC" },
                            "Authorization" => new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                            _ => new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = header },
                        });
                        all.Add(new OpenApiSecuritySchemeReference(name, context.Document), []);
                        operation.Security = [all];
                    }
                }

                return Task.CompletedTask;
            }));
        });
}
