using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The integration guide's OAuth 2.0, from the registered applications to the guide's own endpoints.</summary>
public partial class OAuthTests
{
    private const string Web = "YOUR_CLIENT_ID";
    private const string Secret = "YOUR_CLIENT_SECRET";
    private const string Mobile = "YOUR_MOBILE_CLIENT_ID";
    private const string Callback = "https://your-app.com/callback";
    private const string MobileCallback = "your-app://callback";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public async Task Client_credentials_open_the_guide_with_the_application_s_facts_and_limits()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        JsonElement token = await TokenAsync(app, HttpStatusCode.OK, ("grant_type", "client_credentials"), ("client_id", Web), ("client_secret", Secret), ("scope", "read"));
        Assert.Equal(("Bearer", false), (token.GetProperty("token_type").GetString(), token.TryGetProperty("refresh_token", out _)));
        string access = token.GetProperty("access_token").GetString()!;
        Answer list = await app.BearerAsync(access, "GET", "/guide/products");
        Assert.Equal((200, "100", "99"), (list.Status, list.Header("X-RateLimit-Limit"), list.Header("X-RateLimit-Remaining")));
        Answer write = await app.BearerAsync(access, "POST", "/guide/products/bulk", """{"items":[{"sku":"sku_001","quantity":1}]}""");
        Assert.Equal(403, write.Status); // it was given to read
        Assert.Equal(401, (await app.BearerAsync(access, "GET", "/sandbox/guide/products")).Status);
        Assert.Equal(401, (await app.BearerAsync(access, "GET", "/v1/external/me")).Status);
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(401, (await app.BearerAsync(access, "GET", "/guide/products")).Status);
    }

    [Theory]
    [InlineData(Web, "wrong", "read", "invalid_client")]
    [InlineData("nobody", "secret", "read", "invalid_client")]
    [InlineData(Web, Secret, "admin", "invalid_scope")]
    [InlineData(Mobile, null, "read", "invalid_request")] // it has no secret to show
    public async Task What_is_not_right_is_refused_as_RFC_6749_has_it(string client, string? secret, string scope, string error)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        List<(string, string)> form = [("grant_type", "client_credentials"), ("client_id", client), ("scope", scope)];
        if (secret is not null)
        {
            form.Add(("client_secret", secret));
        }

        JsonElement answer = await TokenAsync(app, null, [.. form]);
        Assert.Equal(error, answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_printed_authorization_request_leads_over_the_user_s_consent_to_a_code_with_its_state()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string location = await ConsentAsync(app, $"client_id={Web}&redirect_uri={Uri.EscapeDataString(Callback)}&response_type=code&scope=read%20write&state=random_state_string");
        Assert.StartsWith(Callback + "?", location, StringComparison.Ordinal);
        Assert.Contains("state=random_state_string", location, StringComparison.Ordinal);
        (string, string)[] form =
            [("grant_type", "authorization_code"), ("client_id", Web), ("client_secret", Secret), ("redirect_uri", Callback), ("code", CodeIn(location))];
        JsonElement token = await TokenAsync(app, HttpStatusCode.OK, form);
        string access = token.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await app.BearerAsync(access, "POST", "/guide/products/bulk", """{"items":[{"sku":"sku_001","quantity":1}]}""")).Status);

        // A code is good once, and who brings it again ends what came of it.
        Assert.Equal("invalid_grant", (await TokenAsync(app, HttpStatusCode.BadRequest, form)).GetProperty("error").GetString());
        Assert.Equal(401, (await app.BearerAsync(access, "GET", "/guide/products")).Status);
    }

    [Fact]
    public async Task A_public_client_needs_PKCE_and_its_verifier()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string request = $"client_id={Mobile}&redirect_uri={Uri.EscapeDataString(MobileCallback)}&response_type=code&scope=read";
        Answer without = await app.SendAsync("GET", $"/oauth/authorize?{request}&state=s");
        Assert.Equal((400, ""), (without.Status, without.Header("Location")));
        Assert.Contains("invalid_request", without.Text, StringComparison.Ordinal);

        string withPkce = $"{request}&code_challenge={Challenge}&code_challenge_method=S256";
        (string, string)[] form = [("grant_type", "authorization_code"), ("client_id", Mobile), ("redirect_uri", MobileCallback)];
        string code = CodeIn(await ConsentAsync(app, withPkce));
        Assert.Equal("invalid_grant", (await TokenAsync(app, HttpStatusCode.BadRequest, [.. form, ("code", code), ("code_verifier", Verifier[..^1] + "l")])).GetProperty("error").GetString());
        code = CodeIn(await ConsentAsync(app, withPkce));
        JsonElement token = await TokenAsync(app, HttpStatusCode.OK, [.. form, ("code", code), ("code_verifier", Verifier)]);
        Assert.Equal(200, (await app.BearerAsync(token.GetProperty("access_token").GetString()!, "GET", "/guide/products")).Status);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_using_it_twice_ends_the_family()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string location = await ConsentAsync(app, $"client_id={Web}&redirect_uri={Uri.EscapeDataString(Callback)}&response_type=code&scope=read%20offline_access&state=s");
        JsonElement first = await TokenAsync(
            app, HttpStatusCode.OK, ("grant_type", "authorization_code"), ("client_id", Web), ("client_secret", Secret), ("redirect_uri", Callback), ("code", CodeIn(location)));
        JsonElement second = await RefreshAsync(app, first, HttpStatusCode.OK);
        Assert.NotEqual(first.GetProperty("refresh_token").GetString(), second.GetProperty("refresh_token").GetString());
        Assert.Equal(200, (await app.BearerAsync(second.GetProperty("access_token").GetString()!, "GET", "/guide/products")).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync(app, first, HttpStatusCode.BadRequest)).GetProperty("error").GetString());
        Assert.Equal("invalid_grant", (await RefreshAsync(app, second, HttpStatusCode.BadRequest)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_revoked_token_opens_nothing_from_then_on()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        JsonElement token = await TokenAsync(app, HttpStatusCode.OK, ("grant_type", "client_credentials"), ("client_id", Web), ("client_secret", Secret), ("scope", "read"));
        string access = token.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await app.BearerAsync(access, "GET", "/guide/products")).Status);
        await PostAsync(app, "/oauth/revoke", HttpStatusCode.OK, ("token", access), ("client_id", Web), ("client_secret", Secret));
        Assert.Equal(401, (await app.BearerAsync(access, "GET", "/guide/products")).Status);
    }

    [Fact]
    public async Task A_user_may_say_no_and_an_address_that_isn_t_registered_is_never_gone_to()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string request = $"client_id={Web}&redirect_uri={Uri.EscapeDataString(Callback)}&response_type=code&scope=read&state=s";
        string denied = await ConsentAsync(app, request, decision: "deny");
        Assert.Contains("error=access_denied", denied, StringComparison.Ordinal);
        Answer elsewhere = await app.SendAsync("GET", $"/oauth/authorize?client_id={Web}&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code");
        Assert.Equal((400, ""), (elsewhere.Status, elsewhere.Header("Location")));
        Assert.Equal(400, await ForgeAsync(app, request));
    }

    [Fact]
    public async Task Discovery_says_where_everything_is()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer found = await app.SendAsync("GET", "/.well-known/openid-configuration");
        string address = app.Http.BaseAddress!.ToString();
        Assert.Equal((200, $"{address}oauth/authorize", $"{address}oauth/token", $"{address}oauth/revoke"), (found.Status, found["authorization_endpoint"], found["token_endpoint"], found["revocation_endpoint"]));
        Assert.Contains("S256", found.Json.GetProperty("code_challenge_methods_supported").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_goes_the_whole_way_and_comes_back_with_a_code()
    {
        using var callback = new HttpListener();
        int port = WebhookTargetPort();
        string redirect = $"http://127.0.0.1:{port}/callback";
        callback.Prefixes.Add($"http://127.0.0.1:{port}/");
        callback.Start();
        await using ProviderApp registered = await ProviderApp.StartAsync(($"OAuth:Applications:{Mobile}:RedirectUris:0", redirect));
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(
            registered.Http.BaseAddress!,
            $"/oauth/authorize?client_id={Mobile}&redirect_uri={Uri.EscapeDataString(redirect)}&response_type=code&scope=read&state=s%2B1&code_challenge={Challenge}&code_challenge_method=S256"));
        Task<(string? Code, string? State)> coming = Task.Run(async () =>
        {
            HttpListenerContext came = await callback.GetContextAsync();
            came.Response.Close();
            return (came.Request.QueryString["code"], came.Request.QueryString["state"]);
        });
        await browser.ClickAsync("#allow");
        (string? code, string? state) = await coming.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("s+1", state);
        JsonElement token = await TokenAsync(
            registered, HttpStatusCode.OK, ("grant_type", "authorization_code"), ("client_id", Mobile), ("redirect_uri", redirect), ("code", code!), ("code_verifier", Verifier));
        Assert.Equal(200, (await registered.BearerAsync(token.GetProperty("access_token").GetString()!, "GET", "/guide/products")).Status);
    }

    private static int WebhookTargetPort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string CodeIn(string location) => Uri.UnescapeDataString(Code().Match(location).Groups[1].Value);

    private static Task<JsonElement> RefreshAsync(ProviderApp app, JsonElement token, HttpStatusCode expected) => TokenAsync(
        app, expected, ("grant_type", "refresh_token"), ("client_id", Web), ("client_secret", Secret), ("refresh_token", token.GetProperty("refresh_token").GetString()!));

    private static Task<JsonElement> TokenAsync(ProviderApp app, HttpStatusCode? expected, params (string, string)[] form) => PostAsync(app, "/oauth/token", expected, form);

    private static async Task<JsonElement> PostAsync(ProviderApp app, string target, HttpStatusCode? expected, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(item => KeyValuePair.Create(item.Name, item.Value)));
        using HttpResponseMessage response = await app.Http.PostAsync(new Uri(target, UriKind.Relative), content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(expected is null || response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default;
    }

    /// <summary>What a browser does: shows the page, keeps its cookie, and sends the form as it is.</summary>
    private static async Task<string> ConsentAsync(ProviderApp app, string request, string decision = "allow")
    {
        using HttpResponseMessage page = await app.Http.GetAsync(new Uri($"/oauth/authorize?{request}", UriKind.Relative));
        string html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, $"{page.StatusCode}: {html}");
        var form = Field().Matches(html).ToDictionary(match => WebUtility.HtmlDecode(match.Groups[1].Value), match => WebUtility.HtmlDecode(match.Groups[2].Value));
        form["decision"] = decision;
        form["user"] = "guide_tester";
        using var send = new HttpRequestMessage(HttpMethod.Post, new Uri("/oauth/authorize", UriKind.Relative)) { Content = new FormUrlEncodedContent(form) };
        send.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using HttpResponseMessage answer = await app.Http.SendAsync(send);
        return answer.Headers.Location?.OriginalString ?? $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task<int> ForgeAsync(ProviderApp app, string request)
    {
        using var content = new StringContent($"{request}&decision=allow&user=guide_tester&form_proof=", Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using HttpResponseMessage answer = await app.Http.PostAsync(new Uri("/oauth/authorize", UriKind.Relative), content);
        return (int)answer.StatusCode;
    }

    [GeneratedRegex("[?&]code=([^&]+)")]
    private static partial Regex Code();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Field();
}
