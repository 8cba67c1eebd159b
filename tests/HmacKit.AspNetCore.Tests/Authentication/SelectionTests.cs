using System.Net;
using System.Security.Claims;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Authentication;

public class SelectionTests
{
    [Fact]
    public async Task Each_request_goes_to_the_scheme_whose_headers_it_carries()
    {
        await using SignedApp app = await StartAsync();
        string key = (await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest { Owner = "keys" })).SecretShownOnce;

        Assert.Equal("theone", await WhoAsync(app, app.Sign(HttpMethod.Get, "/who")));
        Assert.Equal("osaycore", await WhoAsync(app, app.Sign(HttpMethod.Get, "/who", scheme: SchemeCatalog.OsayCore)));
        Assert.Equal("bearer-keys", await WhoAsync(app, With("Authorization", $"Bearer {key}")));
        Assert.Equal("header-keys", await WhoAsync(app, With("X-API-Key", key)));
        Assert.Equal("user", await WhoAsync(app, With("Authorization", "Bearer a.b.c")));
    }

    [Theory]
    [InlineData("Authorization", "Bearer osk_wrong")]
    [InlineData("X-API-Key", "osk_wrong")]
    [InlineData("Authorization", "Bearer a.b.d")]
    [InlineData("X-API-SIGN", "00")]
    [InlineData("X-Nothing", "at all")]
    public async Task What_none_accepts_is_401(string name, string value)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(With(name, value));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_proof_isn_t_tried_elsewhere()
    {
        await using SignedApp app = await StartAsync();
        string key = (await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest())).SecretShownOnce;
        HttpRequestMessage request = app.Sign(HttpMethod.Get, "/who", signedTarget: "/other");
        request.Headers.Add("X-API-Key", key);
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static HttpRequestMessage With(string name, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/who", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static async Task<string> WhoAsync(SignedApp app, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/who", (ClaimsPrincipal user) => user.Identity!.AuthenticationType).RequireAuthorization();
        },
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys());
            builder.Services.AddAuthentication("any")
                .AddHmac("theone")
                .AddHmac("osaycore")
                .AddApiKey("bearer-keys")
                .AddApiKey("header-keys", options => options.Header = "X-API-Key")
                .AddUserToken("user", options => options.ValidateToken = (_, token) => new(token == "a.b.c" ? new KeyIdentity { KeyId = "session" } : null))
                .AddSelectionByHeaders("any");
            builder.Services.AddAuthorization();
        });
}
