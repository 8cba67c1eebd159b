using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Keys;

public class KeyEndpointTests
{
    private const string Ann = "anns_key";
    private const string Ben = "bens_key";
    private const string Reader = "readers_key";

    [Theory]
    [InlineData("/api-keys")]
    [InlineData("/hmac-keys")]
    public async Task A_key_is_issued_listed_rotated_and_revoked_by_its_owner_and_by_nobody_else(string path)
    {
        await using SignedApp app = await StartAsync();
        (HttpStatusCode status, JsonElement issued) = await SendAsync(app, Ann, HttpMethod.Post, path, """{"name":"First","scopes":["read"],"description":"for tests"}""");
        string id = issued.GetProperty("key_id").GetString()!;
        string secret = issued.GetProperty("secret").GetString()!;
        Assert.Equal((HttpStatusCode.Created, "active", "First", "read"), (status, Text(issued, "status"), Text(issued, "name"), issued.GetProperty("scopes")[0].GetString()));

        (_, JsonElement mine) = await SendAsync(app, Ann, HttpMethod.Get, path);
        (_, JsonElement others) = await SendAsync(app, Ben, HttpMethod.Get, path);
        Assert.Equal((1, 0), (mine.GetProperty("keys").GetArrayLength(), others.GetProperty("keys").GetArrayLength()));
        Assert.DoesNotContain(secret, mine.ToString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, Ben, HttpMethod.Post, $"{path}/{id}/rotate")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, Ben, HttpMethod.Delete, $"{path}/{id}")).Status);
        (status, JsonElement rotated) = await SendAsync(app, Ann, HttpMethod.Post, $"{path}/{id}/rotate");
        Assert.Equal((HttpStatusCode.OK, id), (status, Text(rotated, "key_id")));
        Assert.NotEqual(secret, Text(rotated, "secret"));
        Assert.Equal(app.Clock.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), Text(rotated, "old_secret_ends_at"));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(app, Ann, HttpMethod.Delete, $"{path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app, Ann, HttpMethod.Delete, $"{path}/{id}")).Status);
        (_, mine) = await SendAsync(app, Ann, HttpMethod.Get, path);
        Assert.Equal("revoked", Text(mine.GetProperty("keys")[0], "status"));
        Assert.Contains(app.Log.Entries, entry => entry.EventId == 2903 && entry.Text.Contains("revoked", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Entries, entry => entry.ToString().Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_lacks_the_right_is_refused_before_anything_is_read()
    {
        await using SignedApp app = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, Reader, HttpMethod.Post, "/api-keys", "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(app, "nobody", HttpMethod.Get, "/api-keys")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, Reader, HttpMethod.Get, "/by-policy")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, Ann, HttpMethod.Get, "/by-policy")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"name":"","scopes":["read"]}""")]
    [InlineData("""{"name":" ","scopes":["read"]}""")]
    [InlineData("""{"name":7,"scopes":["read"]}""")]
    [InlineData("""{"name":"\ud800","scopes":["read"]}""")]
    [InlineData("""{"name":"a\u0000b","scopes":["read"]}""")]
    [InlineData("""{"name":"a","name":"b","scopes":["read"]}""")]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"name":"a","scopes":[]}""")]
    [InlineData("""{"name":"a","scopes":"read"}""")]
    [InlineData("""{"name":"a","scopes":["admin"]}""")]
    [InlineData("""{"name":"a","scopes":["read","read"]}""")]
    [InlineData("""{"name":"a","scopes":[null]}""")]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":"tomorrow"}""")]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":123}""")]
    [InlineData("""{"name":"a","scopes":["read"],"environment":"production"}""")]
    [InlineData("""{"name":"a","scopes":["read"],"description":{}}""")]
    public async Task What_is_no_request_for_a_key_is_refused_and_issues_none(string body)
    {
        await using SignedApp app = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", body)).Status);
        (_, JsonElement mine) = await SendAsync(app, Ann, HttpMethod.Get, "/api-keys");
        Assert.Equal(0, mine.GetProperty("keys").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"overlap_seconds":-1}""")]
    [InlineData("""{"overlap_seconds":7776001}""")]
    [InlineData("""{"overlap_seconds":1e99}""")]
    [InlineData("""{"overlap_seconds":"60"}""")]
    [InlineData("[")]
    public async Task An_overlap_that_is_none_changes_nothing(string body)
    {
        await using SignedApp app = await StartAsync();
        (_, JsonElement issued) = await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(app, Ann, HttpMethod.Post, $"/api-keys/{Text(issued, "key_id")}/rotate", body)).Status);
    }

    [Fact]
    public async Task Nobody_has_more_keys_than_the_most_nor_more_old_secrets_than_a_few()
    {
        await using SignedApp app = await StartAsync();
        var codes = new List<HttpStatusCode>();
        string? id = null;
        for (int i = 0; i < 4; i++)
        {
            (HttpStatusCode status, JsonElement issued) = await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"]}""");
            codes.Add(status);
            id ??= Text(issued, "key_id");
        }

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict], codes);
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 12; i++)
        {
            last = (await SendAsync(app, Ann, HttpMethod.Post, $"/api-keys/{id}/rotate")).Status;
        }

        Assert.Equal(HttpStatusCode.Conflict, last);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(app, Ann, HttpMethod.Delete, $"/api-keys/{id}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"]}""")).Status);
    }

    [Fact]
    public async Task A_test_key_never_opens_what_is_live_nor_a_key_without_an_environment()
    {
        await using SignedApp app = await StartAsync();
        string live = Text((await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"]}""")).Json, "secret")!;
        string test = Text((await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"],"environment":"test"}""")).Json, "secret")!;
        string none = (await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest())).SecretShownOnce;
        Assert.StartsWith("osk_live_", live, StringComparison.Ordinal);
        HttpStatusCode[] codes = new HttpStatusCode[6];
        (string Target, string Key)[] calls = [("/live", live), ("/live", test), ("/live", none), ("/sandbox", live), ("/sandbox", test), ("/sandbox", none)];
        for (int i = 0; i < calls.Length; i++)
        {
            codes[i] = (await SendAsync(app, calls[i].Key, HttpMethod.Get, calls[i].Target)).Status;
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized], codes);
    }

    [Fact]
    public async Task A_signing_key_of_another_environment_is_nobody_s()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/signed-live", scheme: SchemeCatalog.OsayCore));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        using HttpResponseMessage other = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/signed"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Who_issued_rotated_and_revoked_a_key_and_who_was_refused_is_in_the_audit_trail()
    {
        AuditStore store;
        string id;
        await using (SignedApp app = await StartAsync())
        {
            store = app.Services.GetRequiredService<AuditStore>();
            id = Text((await SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"a","scopes":["read"]}""")).Json, "key_id")!;
            await SendAsync(app, Ann, HttpMethod.Post, $"/api-keys/{id}/rotate");
            await SendAsync(app, Ann, HttpMethod.Delete, $"/api-keys/{id}");
            await SendAsync(app, Reader, HttpMethod.Get, "/api-keys?secret=in-the-query");
            await SendAsync(app, "osk_nobody", HttpMethod.Get, "/api-keys");
        }

        // The end of the host has written what was waiting.
        var lines = new List<string>();
        var chain = new AuditChain();
        await foreach (string line in store.ReadAsync())
        {
            Assert.Null(chain.Check(line));
            lines.Add(line);
        }

        string Line(string action) => Assert.Single(lines, line => line.Contains($"\"action\":\"{action}\"", StringComparison.Ordinal));
        Assert.All(["key.issued", "key.rotated", "key.revoked"], action => Assert.Contains($"\"key\":\"key-of-ann\",\"owner\":\"ann\",\"address\":\"127.0.0.1\",\"target\":\"{id}\"", Line(action), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"outcome\":\"insufficient_scope\",\"key\":\"key-of-reader\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"outcome\":\"malformed\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("in-the-query", StringComparison.Ordinal) || line.Contains("osk_nobody", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('\0', 1)]
    [InlineData('\n', 1)]
    [InlineData(0xD83D, 1)]
    [InlineData('a', 0)]
    [InlineData('a', 257)]
    public async Task An_owner_that_no_key_can_have_is_refused_and_nothing_is_issued(int character, int count)
    {
        string text = new((char)character, count);
        await using SignedApp app = await StartAsync(app => app.MapKeys("/odd", policy: null, options =>
        {
            options.FindOwner = _ => text;
            options.Scopes.Add("read");
        }).RequireApiKey("keys"));
        (HttpStatusCode status, JsonElement problem) = await SendAsync(app, Ann, HttpMethod.Post, "/odd", """{"name":"a","scopes":["read"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("An owner has 1 to 256 characters", Text(problem, "detail"), StringComparison.Ordinal);
        (status, JsonElement keys) = await SendAsync(app, Ann, HttpMethod.Get, "/odd");
        Assert.Equal((HttpStatusCode.OK, 0), (status, keys.GetProperty("keys").GetArrayLength()));
    }

    [Fact]
    public async Task Endpoints_that_anybody_could_call_stop_the_host()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app => app.MapKeys("/open", policy: null)));
        Assert.Contains("Anybody could manage keys at '/open'", exception.Message, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    [Fact]
    public async Task Requests_that_are_counted_at_the_same_time_make_no_more_keys_than_an_owner_may_have()
    {
        var store = new MeetingStore(callers: 6);
        await using SignedApp app = await StartAsync(store: store);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(app, Ann, HttpMethod.Post, "/api-keys", """{"name":"x","scopes":["read"]}""")));
        (_, JsonElement keys) = await SendAsync(app, Ann, HttpMethod.Get, "/api-keys");
        Assert.InRange(keys.GetProperty("keys").EnumerateArray().Count(static key => Text(key, "status") == "active"), 0, 3);
        Assert.Equal(6, keys.GetProperty("keys").GetArrayLength());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(SignedApp app, string key, HttpMethod method, string target, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await app.Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode && text.Length > 2)
        {
            Assert.True(target.StartsWith("/live", StringComparison.Ordinal) || target.StartsWith("/sandbox", StringComparison.Ordinal) || response.Headers.CacheControl?.NoStore == true);
        }

        return (response.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    private static Task<SignedApp> StartAsync(Action<WebApplication>? alsoMap = null, CredentialStore? store = null) => SignedApp.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapKeys("/api-keys", policy: null, options =>
            {
                options.Scopes.Add("read");
                options.Environments.Add("live");
                options.Environments.Add("test");
                options.MaxKeys = 3;
            }).RequireApiKey("keys");
            app.MapKeys("/hmac-keys", policy: null, options =>
            {
                options.Scheme = "theone";
                options.Scopes.Add("read");
            }).RequireApiKey("keys");
            app.MapKeys("/by-policy", "may-make-keys");
            app.MapGet("/live", () => "in").RequireApiKey(name: "live");
            app.MapGet("/sandbox", () => "in").RequireApiKey(name: "sandbox");
            app.MapGet("/signed", () => "in").RequireSignature("theone");
            app.MapGet("/signed-live", () => "in").RequireSignature("osaycore");
            alsoMap?.Invoke(app);
        },
        builder =>
        {
            if (store is not null)
            {
                builder.Services.AddSingleton(store).AddSingleton<SecretProtector>(new AesGcmSecretProtector(ProtectionKey.Generate("test")));
            }

            static KeyIdentity Key(string owner, params string[] scopes) => new() { KeyId = $"key of {owner}".Replace(' ', '-'), Owner = owner, Scopes = scopes };
            builder.Services.AddHmacKit(hmac => hmac
                .AddApiKeys(options =>
                {
                    options.Environments.Add("live");
                    options.Environments.Add("test");
                    options.AddInsecureFixedTestKey(Ann, Key("ann", "keys"));
                    options.AddInsecureFixedTestKey(Ben, Key("ben", "keys"));
                    options.AddInsecureFixedTestKey(Reader, Key("reader", "read"));
                })
                .AddCredentials("theone")
                .AddAudit(_ => new MemoryAuditStore()));
            builder.Services.AddAuthentication().AddApiKey();
            builder.Services.AddAuthorizationBuilder().AddPolicy("may-make-keys", policy => policy.AddAuthenticationSchemes("ApiKey").RequireScope("keys"));
            builder.Services.Configure<ApiKeyOptions>("live", options => options.Environment = "live");
            builder.Services.Configure<ApiKeyOptions>("sandbox", options => options.Environment = "test");
            builder.Services.Configure<SignatureOptions>("osaycore", options => options.Environment = "live");
        });

    /// <summary>A store whose first lists are given out when a number of callers have asked for one.</summary>
    private sealed class MeetingStore(int callers) : CredentialStore
    {
        private readonly MemoryCredentialStore _store = new();
        private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _callers;

        protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) => _store.FindAsync(keyId, cancellationToken);

        protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) => _store.TryAddAsync(credential, cancellationToken);

        protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) => _store.TryUpdateAsync(credential, cancellationToken);

        protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken) => _store.RecordUseAsync(keyId, time, cancellationToken);

        protected override async IAsyncEnumerable<Credential> ListCoreAsync(string? owner, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            List<Credential> now = await _store.ListAsync(owner, cancellationToken).ToListAsync(cancellationToken);
            if (Interlocked.Increment(ref _callers) == callers)
            {
                _met.SetResult();
            }

            await _met.Task;
            foreach (Credential credential in now)
            {
                yield return credential;
            }
        }
    }
}
