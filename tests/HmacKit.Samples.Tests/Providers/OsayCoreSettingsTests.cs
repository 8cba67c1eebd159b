using System.Text.Json;
using System.Text.Json.Nodes;
using HmacKit.Samples.Tests.Processes;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>What an application's settings say of its users, and what its users' sessions do.</summary>
public sealed class OsayCoreSettingsTests : IDisposable
{
    private const string App = "OsayCore:Apps:YOUR_APP_API_KEY";
    private const string User = "uuid-of-user";
    private const string Ann = "7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0001";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_feature_is_switched_on_for_one_user_and_off_for_another()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ($"{App}:Features:premium_analytics:Users:0", User), ($"{App}:Features:new_dashboard_ui:ExceptUsers:0", Ann));
        Assert.Equal("""{"new_dashboard_ui":true,"premium_analytics":true}""", await FeaturesAsync(app, User));
        Assert.Equal("""{"new_dashboard_ui":false,"premium_analytics":true}""", await FeaturesAsync(app, Ann));
    }

    [Fact]
    public async Task Rate_scopes_and_permissions_of_an_application_may_be_a_user_s_own()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ($"{App}:Users:{Ann}:Scopes:0", "read_profile"), ($"{App}:Users:{Ann}:Permissions:plan", "gold"));
        Assert.Equal(
            """{"can_use":true,"is_authorized":true,"effective_credit_rate":0.0005,"scopes":["read_profile"],"custom_permissions":{"can_export":true,"max_projects":20,"plan":"gold"}}""",
            await PermissionsAsync(app, Ann));
        Assert.Equal(
            """{"can_use":true,"is_authorized":true,"effective_credit_rate":0.001,"scopes":["read_profile","deduct_credits"],"custom_permissions":{}}""",
            await PermissionsAsync(app, User));
    }

    [Fact]
    public async Task A_user_may_be_kept_from_one_application_and_not_from_another()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ($"{App}:Users:{User}:CanUse", "false"), ("HmacKit:osaycore:Keys:other:Secret", "the secret of another app"), ("OsayCore:Apps:other:Id", "uuid-of-another-app"));
        Answer refused = await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":1}""", await app.OsayCoreTokenAsync(User));
        Assert.Equal((403, "User not authorized to use the app feature"), (refused.Status, refused["error"]));
        Assert.Contains("\"can_use\":false", await PermissionsAsync(app, User), StringComparison.Ordinal);

        Answer token = await Other("/api/auth/generate-user-jwt", $$"""{"user_id":"{{User}}"}""");
        Assert.Equal(200, (await Other("/api/action/deduct-credits", """{"amount":1}""", token["jwt_token"])).Status);

        Task<Answer> Other(string target, string body, string? user = null) => app.SignedAsync(SchemeCatalog.OsayCore, "other", "the secret of another app", "POST", target, body, user);
    }

    [Fact]
    public async Task Flags_and_redirects_of_the_settings_file_change_without_a_restart_and_a_faulty_edit_changes_nothing()
    {
        string path = Path.Combine(_folder.FullName, "appsettings.json");
        JsonNode settings = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFiles.PathOf("samples", "Providers", "appsettings.json")))!;
        await File.WriteAllTextAsync(path, settings.ToJsonString());
        (SampleProcess host, Uri address) = await SampleProcess.StartServerAsync("Providers", "--contentRoot", _folder.FullName);
        using SampleProcess ended = host;
        using var http = new HttpClient { BaseAddress = address };
        JsonNode app = settings["OsayCore"]!["Apps"]!["YOUR_APP_API_KEY"]!;

        Assert.Equal(403, (await InitiateAsync("https://new.example/callback")).Status);
        app["Features"]!["premium_analytics"]!["Percentage"] = 100;
        app["RedirectUris"]!.AsArray().Add("https://new.example/callback");
        await EditAsync();
        await UntilAsync(async () => (await InitiateAsync("https://new.example/callback")).Status == 200);
        string token = (await SendAsync("/api/auth/generate-user-jwt", $$"""{"user_id":"{{User}}"}"""))["jwt_token"]!;
        Assert.True((await SendAsync("/api/user/context", null, token)).Json.GetProperty("enabled_features").GetProperty("premium_analytics").GetBoolean());

        app["Features"]!["premium_analytics"]!["Percentage"] = 101;
        app["RedirectUris"]!.AsArray().Clear();
        await EditAsync();
        await host.LineAsync(static line => line.Contains("The applications of the settings stay as they were", StringComparison.Ordinal));
        Assert.Equal(200, (await InitiateAsync("https://new.example/callback")).Status);

        Task EditAsync() => File.WriteAllTextAsync(path, settings.ToJsonString());
        Task<Answer> InitiateAsync(string redirect) => SendAsync("/api/auth/oauth/initiate", JsonSerializer.Serialize(new { provider = "google", redirect_uri = redirect }));

        async Task<Answer> SendAsync(string target, string? body, string? user = null)
        {
            var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address, target));
            if (body is not null)
            {
                request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            }

            if (user is not null)
            {
                request.Headers.Authorization = new("Bearer", user);
            }

            SchemeCatalog.OsayCore.SignForTest(request, ProviderApp.RingOf(SchemeCatalog.OsayCore, "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY"), time: TimeProvider.System);
            using HttpResponseMessage response = await http.SendAsync(request);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
        }
    }

    [Fact]
    public async Task Who_signs_out_has_no_session_any_more_and_others_keep_theirs()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        (string first, string second) = (await app.OsayCoreTokenAsync(User), await app.OsayCoreTokenAsync(User));
        Assert.Equal((200, """{"success":true}"""), await EndAsync(first));
        Answer over = await app.OsayCoreAsync("GET", "/api/user/context", token: first);
        Assert.Equal((401, "Authentication token expired/invalid"), (over.Status, over["error"]));
        Assert.Equal(401, (await EndAsync(first)).Status);
        Assert.Equal(200, (await app.OsayCoreAsync("GET", "/api/user/context", token: second)).Status);

        async Task<(int Status, string Text)> EndAsync(string token)
        {
            Answer answer = await app.OsayCoreAsync("POST", "/api/auth/sign-out", token: token);
            return (answer.Status, answer.Text);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(172_800)]
    [InlineData(2_592_000)]
    public async Task A_token_lives_as_long_as_was_asked_for_to_the_second(int seconds)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = (await app.OsayCoreAsync("POST", "/api/auth/generate-user-jwt", $$"""{"user_id":"{{User}}","expires_in_seconds":{{seconds}}}"""))["jwt_token"]!;
        app.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(200, (await app.OsayCoreAsync("GET", "/api/user/context", token: token)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await app.OsayCoreAsync("GET", "/api/user/context", token: token)).Status);
    }

    [Fact]
    public async Task An_application_may_name_its_users_by_its_own_ids_and_comes_to_no_one_else_s_by_an_address()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ("HmacKit:osaycore:Keys:other:Secret", "the secret of another app"), ("OsayCore:Apps:other:Id", "uuid-of-another-app"));
        const string Dora = """{"user_id":"12345","email":"Dora@example.com"}""";
        Answer added = await app.OsayCoreAsync("POST", "/api/users", Dora);
        Answer again = await app.OsayCoreAsync("POST", "/api/users", Dora);
        Assert.Equal((201, 200, added["id"]), (added.Status, again.Status, again["id"]));
        Answer context = await app.OsayCoreAsync("GET", "/api/user/context", token: await app.OsayCoreTokenAsync("12345"));
        Assert.Equal(added["id"], context.Json.GetProperty("user_summary").GetProperty("id").GetString());

        Assert.Equal(409, (await app.OsayCoreAsync("POST", "/api/users", """{"user_id":"1","email":"ann@example.com"}""")).Status);
        Assert.Equal(409, (await app.OsayCoreAsync("POST", "/api/users", $$"""{"user_id":"{{Ann}}","email":"new@example.com"}""")).Status);
        Assert.Equal(400, (await app.OsayCoreAsync("POST", "/api/users", """{"user_id":"1","email":"nobody"}""")).Status);
        Answer other = await app.SignedAsync(SchemeCatalog.OsayCore, "other", "the secret of another app", "POST", "/api/auth/generate-user-jwt", """{"user_id":"12345"}""");
        Assert.Equal(404, other.Status);
    }

    [Fact]
    public async Task A_pop_up_is_not_begun_while_the_application_s_callback_url_is_another_address()
    {
        const string Initiate = """{"provider":"google","redirect_uri":"http://localhost:3000/auth/osaycore-callback"}""";
        await using ProviderApp wrong = await ProviderApp.StartAsync(($"{App}:CallbackUrl", "https://elsewhere.example/api/auth/oauth/callback"));
        Assert.Equal(403, (await wrong.OsayCoreAsync("POST", "/api/auth/oauth/initiate", Initiate)).Status);
        await using ProviderApp right = await ProviderApp.StartAsync(
            ("OsayCore:PublicOrigin", "https://api.osaycore.example"), ($"{App}:CallbackUrl", "https://api.osaycore.example/api/auth/oauth/callback"));
        Assert.Equal(200, (await right.OsayCoreAsync("POST", "/api/auth/oauth/initiate", Initiate)).Status);
    }

    private static async Task<string> FeaturesAsync(ProviderApp app, string user) =>
        (await app.OsayCoreAsync("GET", "/api/user/context", token: await app.OsayCoreTokenAsync(user)))["enabled_features"]!;

    private static async Task<string> PermissionsAsync(ProviderApp app, string user) =>
        (await app.OsayCoreAsync("GET", "/api/user/context", token: await app.OsayCoreTokenAsync(user))).Json.GetProperty("app_context").GetProperty("app_permissions").ToString();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "The edit was never seen.");
            await Task.Delay(100);
        }
    }
}
