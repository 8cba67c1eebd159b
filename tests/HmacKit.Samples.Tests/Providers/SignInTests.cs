using System.Text.Json;
using System.Text.RegularExpressions;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The pop-up, step by step, with a browser's cookies kept by hand.</summary>
public partial class SignInTests
{
    private const string Callback = "http://localhost:3000/auth/osaycore-callback";

    [Fact]
    public async Task A_user_who_agrees_comes_back_to_the_application_with_a_token_that_works()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        string callback = await AgreeAsync(app, state, cookie, "user@example.com");
        Answer end = await GetAsync(app, callback, cookie);

        Assert.Equal(302, end.Status);
        Assert.StartsWith(Callback + "?osaycore_jwt=", end.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", end.Header("Referrer-Policy"));
        string token = end.Header("Location").Split("osaycore_jwt=")[1];
        Answer context = await app.OsayCoreAsync("GET", "/api/user/context", token: token);
        Assert.Equal("uuid-of-user", context.Json.GetProperty("user_summary").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Somebody_new_becomes_a_user_and_stays_the_same_one()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string[] ids = new string[2];
        for (int i = 0; i < 2; i++)
        {
            (string state, string cookie) = await OpenAsync(app);
            Answer end = await GetAsync(app, await AgreeAsync(app, state, cookie, "New.One@example.com"), cookie);
            Answer context = await app.OsayCoreAsync("GET", "/api/user/context", token: end.Header("Location").Split("osaycore_jwt=")[1]);
            ids[i] = context.Json.GetProperty("user_summary").GetProperty("id").GetString()!;
        }

        Assert.True(Guid.TryParse(ids[0], out _));
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_state_is_good_once()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        string callback = await AgreeAsync(app, state, cookie, "user@example.com");
        Assert.Equal(302, (await GetAsync(app, callback, cookie)).Status);
        Assert.Equal(400, (await GetAsync(app, callback, cookie)).Status);
        Assert.Equal(400, (await GetAsync(app, $"/oauth/google/authorize?state={state}", cookie)).Status);
    }

    [Fact]
    public async Task A_sign_in_belongs_to_the_browser_that_opened_it()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        Assert.Equal(400, (await GetAsync(app, $"/oauth/google/authorize?state={state}", null)).Status);
        string callback = await AgreeAsync(app, state, cookie, "user@example.com");
        Assert.Equal(400, (await GetAsync(app, callback, null)).Status);
        Assert.Equal(400, (await GetAsync(app, callback, "osaycore_sign_in=" + new string('0', 64))).Status);
        Assert.Equal(302, (await GetAsync(app, callback, cookie)).Status);
    }

    [Fact]
    public async Task A_sign_in_belongs_to_its_provider_and_ends_after_ten_minutes()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        Assert.Equal(400, (await GetAsync(app, $"/oauth/github/authorize?state={state}", cookie)).Status);
        string callback = await AgreeAsync(app, state, cookie, "user@example.com");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(400, (await GetAsync(app, callback, cookie)).Status);
    }

    [Fact]
    public async Task A_user_who_denies_and_a_code_that_is_wrong_give_no_token()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        Answer denied = await PostAsync(app, cookie, ("state", state), ("decision", "deny"));
        Assert.Equal(Callback + "?error=access_denied", (await GetAsync(app, denied.Header("Location"), cookie)).Header("Location"));

        (state, cookie) = await OpenAsync(app);
        await AgreeAsync(app, state, cookie, "user@example.com");
        Answer wrong = await GetAsync(app, $"/api/auth/oauth/callback/google?code=0000&state={state}", cookie);
        Assert.Equal(Callback + "?error=access_denied", wrong.Header("Location"));
    }

    [Theory]
    [InlineData("google", Callback + "/", 403)]
    [InlineData("google", Callback + "?x=1", 403)]
    [InlineData("google", "http://localhost:3000/auth/OSAYCORE-callback", 403)]
    [InlineData("google", "http://localhost:3000/auth/osaycore-callback/../evil", 403)]
    [InlineData("google", "https://evil.example/auth/osaycore-callback", 403)]
    [InlineData("google", "javascript:alert(1)", 403)]
    [InlineData("google", "", 400)]
    [InlineData("", Callback, 400)]
    [InlineData("myspace", Callback, 400)]
    public async Task Only_registered_addresses_and_known_providers_are_taken(string provider, string redirect, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await InitiateAsync(app, provider, redirect);
        Assert.Equal(status, answer.Status);
        Assert.NotNull(answer["error"]);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a b@example.com")]
    [InlineData("a@example.com\u0000")]
    public async Task What_is_no_address_is_refused(string email)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string state, string cookie) = await OpenAsync(app);
        Assert.Equal(400, (await PostAsync(app, cookie, ("state", state), ("decision", "allow"), ("email", email))).Status);
    }

    [Fact]
    public async Task The_page_shows_names_as_text_and_can_not_be_framed_or_scripted()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string first, string cookie) = await OpenAsync(app);
        await GetAsync(app, await AgreeAsync(app, first, cookie, "<script>alert(1)</script>@example.com"), cookie);
        string state = State(await InitiateAsync(app, "google", Callback));
        Answer page = await GetAsync(app, $"/oauth/google/authorize?state={state}", null);

        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    /// <summary>Chromium holds the redirects behind a form to it as well, and they end at the application.</summary>
    [Fact]
    public async Task The_form_may_lead_to_this_host_and_to_the_application_and_nowhere_else()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string state = State(await InitiateAsync(app, "google", Callback));
        Answer page = await GetAsync(app, $"/oauth/google/authorize?state={state}", null);
        Assert.EndsWith("; form-action 'self' http://localhost:3000", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Answer over = await GetAsync(app, "/oauth/google/authorize?state=0", null);
        Assert.EndsWith("; form-action 'none'", over.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_the_page_comes_from_the_settings_or_the_server_and_never_from_the_caller()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        app.Http.DefaultRequestHeaders.Host = "evil.example";
        Assert.StartsWith($"{app.Http.BaseAddress}oauth/google/authorize?state=", (await InitiateAsync(app, "google", Callback))["auth_url"], StringComparison.Ordinal);

        await using ProviderApp behindProxy = await ProviderApp.StartAsync(("OsayCore:PublicOrigin", "https://api.example.com"));
        behindProxy.Http.DefaultRequestHeaders.Host = "evil.example";
        Assert.StartsWith("https://api.example.com/oauth/google/authorize?state=", (await InitiateAsync(behindProxy, "google", Callback))["auth_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string state = State(await InitiateAsync(app, "google", Callback));
        Answer page = await GetAsync(app, $"/oauth/google/authorize?state={state}", null);
        Assert.Contains("samesite=lax", page.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("httponly", page.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    private static Task<Answer> InitiateAsync(ProviderApp app, string provider, string redirect) =>
        app.OsayCoreAsync("POST", "/api/auth/oauth/initiate", JsonSerializer.Serialize(new { provider, redirect_uri = redirect }));

    private static string State(Answer initiated) => new Uri(initiated["auth_url"]!).Query.Split("state=")[1];

    private static async Task<(string State, string Cookie)> OpenAsync(ProviderApp app)
    {
        Answer initiated = await InitiateAsync(app, "google", Callback);
        Assert.Equal(200, initiated.Status);
        Assert.StartsWith(app.Http.BaseAddress!.ToString(), initiated["auth_url"], StringComparison.Ordinal);
        Answer page = await GetAsync(app, new Uri(initiated["auth_url"]!).PathAndQuery, null);
        Assert.Equal(200, page.Status);
        string state = StateInput().Match(page.Text).Groups[1].Value;
        Assert.Equal(State(initiated), state);
        return (state, page.Header("Set-Cookie").Split(';')[0]);
    }

    private static async Task<string> AgreeAsync(ProviderApp app, string state, string cookie, string email)
    {
        Answer agreed = await PostAsync(app, cookie, ("state", state), ("decision", "allow"), ("email", email));
        Assert.Equal(302, agreed.Status);
        return agreed.Header("Location");
    }

    private static Task<Answer> GetAsync(ProviderApp app, string target, string? cookie) =>
        app.SendAsync("GET", target, null, cookie is null ? [] : [("Cookie", cookie)]);

    private static async Task<Answer> PostAsync(ProviderApp app, string cookie, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/google/authorize")
        {
            Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using HttpResponseMessage response = await app.Http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    [GeneratedRegex("name=\"state\" value=\"([0-9a-f]+)\"")]
    private static partial Regex StateInput();
}
