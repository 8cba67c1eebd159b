using System.Net;
using System.Net.Http.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class RequireSignatureTests
{
    private static readonly byte[] Order = """{"from":"ETH","amount":"1.5"}"""u8.ToArray();

    [Fact]
    public async Task A_signed_request_reaches_its_handler_with_its_body_bound()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapPost("/api/v1/estimate", (OrderBody order) => order.From).RequireSignature("theone"));
        using HttpResponseMessage response = await app.Client.SendAsync(Json(app.Sign(HttpMethod.Post, "/api/v1/estimate", body: Order)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("ETH", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unsigned_body_is_refused_before_it_is_bound()
    {
        bool isReached = false;
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapPost("/x", (OrderBody order) => { isReached = true; }).RequireSignature("theone"));
        using HttpResponseMessage response = await app.Client.PostAsync("/x", new StringContent("no json", null, "application/json"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"type":"about:blank","title":"Unauthorized","status":401}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.False(isReached);
    }

    [Fact]
    public async Task Every_refusal_looks_the_same_to_the_caller()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapPost("/x", () => "in").RequireSignature("theone"));
        var answers = new HashSet<string>();
        foreach (Action<HttpRequestMessage> spoil in Spoils())
        {
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/x", body: Order);
            spoil(request);
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            response.Headers.Date = null;
            answers.Add($"{response.StatusCode} {response.Headers} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.StartsWith("Unauthorized", Assert.Single(answers), StringComparison.Ordinal);

        static IEnumerable<Action<HttpRequestMessage>> Spoils()
        {
            yield return request => request.Content = new ByteArrayContent([.. Order, (byte)' ']);
            yield return request => request.RequestUri = new Uri("/x?more", UriKind.Relative);
            yield return request => request.Headers.Remove("X-API-NONCE");
            yield return request => Replace(request, "X-API-KEY", "nobody");
            yield return request => Replace(request, "X-API-SIGN", new string('0', 64));
            yield return request => Replace(request, "X-API-SIGN", "zz");
            yield return request => Replace(request, "X-API-TIMESTAMP", "1");
            yield return request => request.Headers.TryAddWithoutValidation("X-API-KEY", "client-1");
        }

        static void Replace(HttpRequestMessage request, string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    [Theory]
    [InlineData("/a%2Fb/c%20d?q=%C3%A9&r=a+b")]
    [InlineData("/a//b/100%25")]
    [InlineData("/?")]
    public async Task The_target_is_verified_as_it_was_on_the_wire(string target)
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapGet("/{**path}", () => "in").RequireSignature("theone"));
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, target));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_takes_a_prefix_off_the_public_path_is_verified()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapGet("/orders", () => "in").RequireSignature("theone"),
            builder => builder.Services.Configure<SignatureOptions>("theone", options => options.PublicPathPrefix = "/gateway"));

        using HttpResponseMessage right = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/orders", signedTarget: "/gateway/orders"));
        using HttpResponseMessage wrong = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/orders"));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task A_path_base_without_a_public_prefix_is_warned_of_once()
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGet("/orders", () => "in").RequireSignature("theone");
        });
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/base/orders"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Single(app.Log.Entries, entry => entry.Text.Contains("PathBase is '/base'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prefix_that_a_header_claims_changes_nothing_and_is_warned_of_once_if_the_signature_doesn_t_fit()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapGet("/orders", () => "in").RequireSignature("theone"));
        for (int i = 0; i < 3; i++)
        {
            HttpRequestMessage claimed = app.Sign(HttpMethod.Get, "/orders", signedTarget: "/gateway/orders");
            claimed.Headers.Add("X-Forwarded-Prefix", "/gateway");
            using HttpResponseMessage response = await app.Client.SendAsync(claimed);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Single(app.Log.Entries, entry => entry.Text.Contains("X-Forwarded-Prefix '/gateway'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_source_that_fails_is_503_and_not_the_caller_s_fault()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapGet("/x", () => "in").RequireSignature("broken"),
            builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme("broken", SchemeCatalog.TheOne, options => options.Keys = new BrokenKeys())));
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal("""{"type":"about:blank","title":"Service Unavailable","status":503}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_1000_requests_at_once_with_one_nonce_exactly_one_gets_through(bool isHttp2)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", () => "in").RequireSignature("theone"),
            builder => builder.WebHost.ConfigureKestrel(options => options.ConfigureEndpointDefaults(
                endpoint => endpoint.Protocols = isHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1)));
        HttpStatusCode[] codes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/x", body: Order, nonce: "once");
            (request.Version, request.VersionPolicy) = (isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            return response.StatusCode;
        }));

        Assert.Equal(1, codes.Count(code => code == HttpStatusCode.OK));
        Assert.Equal(999, codes.Count(code => code == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_group_requires_signatures_for_all_its_endpoints()
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            RouteGroupBuilder group = app.MapGroup("/api");
            group.RequireSignature("theone");
            group.MapGet("/a", () => "a");
            group.MapGet("/b", () => "b");
        });
        foreach (string target in (string[])["/api/a", "/api/b"])
        {
            using HttpResponseMessage signed = await app.Client.SendAsync(app.Sign(HttpMethod.Get, target));
            using HttpResponseMessage unsigned = await app.Client.GetAsync(new Uri(target, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        }
    }

    [Fact]
    public async Task The_handler_sees_who_signed()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapGet("/me", (HttpContext context) =>
        {
            VerificationResult result = context.GetVerification();
            return $"{result.Identity!.Owner} {result.KeyId} {result.Nonce} {result.SignedAt:O}";
        }).RequireSignature("theone"));
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/me", nonce: "n-1"));
        Assert.Equal($"user-7 client-1 n-1 {app.Clock.GetUtcNow():O}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Callbacks_see_what_was_verified_and_what_was_refused()
    {
        var seen = new List<VerificationStatus>();
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapGet("/x", () => "in").RequireSignature("theone"),
            builder => builder.Services.Configure<SignatureOptions>("theone", options =>
                options.OnVerified = options.OnRefused = (_, result) =>
                {
                    seen.Add(result.Status);
                    return ValueTask.CompletedTask;
                }));
        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x"))).Dispose();
        (await app.Client.GetAsync(new Uri("/x", UriKind.Relative))).Dispose();
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.MissingHeader], seen);
    }

    [Fact]
    public async Task The_log_has_the_reason_but_no_signature_and_no_body()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapPost("/x", () => "in").RequireSignature("theone"));
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/x", body: Order);
        string signature = request.Headers.GetValues("X-API-SIGN").Single();
        request.Content = new ByteArrayContent("""{"card":"4111"}"""u8.ToArray());
        (await app.Client.SendAsync(request)).Dispose();

        Assert.Contains(app.Log.Entries, entry => entry.Text == "Scheme theone refused POST /x: SignatureMismatch.");
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains(signature, StringComparison.Ordinal) || entry.Text.Contains("4111", StringComparison.Ordinal));
    }

    private static HttpRequestMessage Json(HttpRequestMessage request)
    {
        request.Content!.Headers.ContentType = new("application/json");
        return request;
    }

    private sealed class BrokenKeys : IKeySource
    {
        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => throw new IOException("gone");
    }

    private sealed record OrderBody(string From, string Amount);
}
