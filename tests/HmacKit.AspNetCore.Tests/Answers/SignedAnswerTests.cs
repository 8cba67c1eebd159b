using System.Net;
using System.Security.Cryptography;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>Answers on Kestrel. What they have to carry is computed here, from the bytes and without HmacKit.</summary>
public class SignedAnswerTests
{
    private const string Secret = "the secret of both sides, in the test";

    private static readonly SignatureScheme Answers = SignatureScheme.Compile(new()
    {
        Name = "theone-answer",
        Message = "{nonce}\n{timestamp}\n{status}\n{header:Content-Type}\n{body}",
        Headers = { ["X-Answer-Signature"] = HeaderFormat.Text("{signature:hex}") },
        AnswersTo = SchemeCatalog.TheOne,
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
    });

    private static readonly KeyRing Keys = new("signer", Key(Secret));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_signed_for_its_request_with_status_and_body(bool isSignedFirst)
    {
        await using SignedApp app = await StartAsync(app =>
        {
            IEndpointConventionBuilder endpoint = app.MapPost("/x", async (HttpContext context) =>
            {
                context.Response.StatusCode = 202;
                context.Response.ContentType = "text/plain";
                await new StreamReader(context.Request.Body).ReadToEndAsync();

                // As a handler that streams does it.
                await context.Response.StartAsync();
                await context.Response.WriteAsync("done ");
                await context.Response.Body.FlushAsync();
                await context.Response.BodyWriter.WriteAsync("and signed"u8.ToArray());
            });
            _ = isSignedFirst ? endpoint.SignAnswers(Answers).RequireSignature("signed") : endpoint.RequireSignature("signed").SignAnswers(Answers);
        });
        using HttpRequestMessage request = Request(app, HttpMethod.Post, "{}");
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.Accepted, "done and signed"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(15, response.Content.Headers.ContentLength);
        Assert.Equal(Expected(request, 202, "text/plain", "done and signed"), Signature(response));
    }

    [Theory]
    [InlineData("GET", 404, "no such thing")]
    [InlineData("GET", 204, "")]
    [InlineData("GET", 304, "")]
    [InlineData("HEAD", 200, "a body that isn't sent")]
    public async Task An_answer_without_a_body_is_signed_without_one(string method, int status, string body)
    {
        await using SignedApp app = await StartAsync(app => app.MapMethods("/x", ["GET", "HEAD"], async (HttpContext context) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        }).RequireSignature("signed").SignAnswers(Answers));
        using HttpRequestMessage request = Request(app, new HttpMethod(method), "");
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        string sent = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, method == "HEAD" ? "" : body), ((int)response.StatusCode, sent));
        Assert.Equal(Expected(request, status, "", sent), Signature(response));
    }

    /// <summary>RFC 9421 section 2.4: the answer covers the signature of its request.</summary>
    [Fact]
    public async Task An_answer_is_signed_as_an_HTTP_message_with_the_signature_of_its_request()
    {
        SignatureScheme requests = new MessageSignatureDefinition { Name = "messages", AtLeast = ["@method", "@path"] }.Compile();
        SignatureScheme answers = new MessageSignatureDefinition { Name = "answers", AnswersTo = requests }.Compile();
        var keys = new KeyRing("client", requests.ImportKey(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))));
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapGet("/x", () => Results.Text("done", statusCode: 202)).RequireSignature("messages").SignAnswers(answers),
            builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme(requests, options => options.Keys = new MemoryKeySource(keys))));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        foreach ((string name, string value) in new RequestSigner(requests, keys, app.Clock).Sign(new RawRequest("GET", "/x", [], default)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal("done", await response.Content.ReadAsStringAsync());
        string digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData("done"u8))}:";
        string parameters = $"(\"@status\" \"content-digest\" \"signature\";req;key=\"sig1\");created={app.Clock.GetUtcNow().ToUnixTimeSeconds()};keyid=\"client\"";
        string asked = request.Headers.GetValues("Signature").Single()["sig1=".Length..];
        string message = $"\"@status\": 202\n\"content-digest\": {digest}\n\"signature\";req;key=\"sig1\": {asked}\n\"@signature-params\": {parameters}";
        Assert.Equal($"sig1={parameters}", response.Headers.GetValues("Signature-Input").Single());
        Assert.Equal(
            $"sig1=:{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)))}:",
            response.Headers.GetValues("Signature").Single());
    }

    [Fact]
    public async Task The_key_that_signed_the_request_signs_the_answer()
    {
        var rotated = new KeyRing("signer", Key("a newer secret, in the test too")).WithAccepted(Keys.Primary);
        await using SignedApp app = await StartAsync(app => app.MapGet("/x", () => Results.Text("x", "a/b")).RequireSignature("signed").SignAnswers(Answers), rotated);
        using HttpRequestMessage request = Request(app, HttpMethod.Get, "");
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(Expected(request, 200, "a/b", "x"), Signature(response));
    }

    [Fact]
    public async Task An_answer_to_a_request_that_was_not_let_in_is_not_signed()
    {
        await using SignedApp app = await StartAsync(app => app.MapGet("/x", () => "x").RequireSignature("signed").SignAnswers(Answers));
        using HttpRequestMessage request = Request(app, HttpMethod.Get, "");
        request.Headers.Remove("X-API-SIGN");
        request.Headers.Add("X-API-SIGN", new string('0', 64));
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("X-Answer-Signature"));
        Assert.NotEmpty(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.InternalServerError)]
    public async Task A_body_over_the_limit_is_an_error_of_which_nothing_is_sent(int length, HttpStatusCode status)
    {
        await using SignedApp app = await StartAsync(app => app.MapGet("/x", async (HttpContext context) =>
        {
            for (int i = 0; i < length; i++)
            {
                await context.Response.WriteAsync("x");
            }
        }).RequireSignature("signed").SignAnswers(Answers, maxBodyBytes: 100));
        using HttpResponseMessage response = await app.Client.SendAsync(Request(app, HttpMethod.Get, ""));
        Assert.Equal((status, status == HttpStatusCode.OK ? length : 0), (response.StatusCode, (await response.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(status == HttpStatusCode.OK, response.Headers.Contains("X-Answer-Signature"));
    }

    [Fact]
    public async Task An_endpoint_whose_requests_nobody_verifies_does_not_answer_unsigned()
    {
        await using SignedApp app = await StartAsync(app => app.MapGet("/x", () => "x").SignAnswers(Answers));
        using HttpResponseMessage response = await app.Client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_scheme_for_requests_and_a_limit_of_nothing_are_refused()
    {
        await using SignedApp app = await StartAsync(app =>
        {
            RouteHandlerBuilder endpoint = app.MapGet("/x", () => "x");
            Assert.Contains("AnswersTo", Assert.Throws<ArgumentException>(() => endpoint.SignAnswers(SchemeCatalog.TheOne)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => endpoint.SignAnswers(Answers, maxBodyBytes: 0));
        });
    }

    private static HmacKey Key(string secret) => HmacKey.Import(SchemeCatalog.TheOne.Algorithm, KeyFormat.Text, secret);

    private static Task<SignedApp> StartAsync(Action<WebApplication> map, KeyRing? ring = null) =>
        SignedApp.StartAsync(map, builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme("signed", SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(ring ?? Keys))));

    private static HttpRequestMessage Request(SignedApp app, HttpMethod method, string body)
    {
        var request = new HttpRequestMessage(method, "/x") { Content = body.Length > 0 ? new StringContent(body) : null };
        foreach ((string name, string value) in new RequestSigner(SchemeCatalog.TheOne, Keys, app.Clock).Sign(new RawRequest(method.Method, "/x", [], Encoding.UTF8.GetBytes(body))))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string Signature(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("X-Answer-Signature"));

    private static string Expected(HttpRequestMessage request, int status, string contentType, string body)
    {
        string message = $"{request.Headers.GetValues("X-API-NONCE").Single()}\n{request.Headers.GetValues("X-API-TIMESTAMP").Single()}\n{status}\n{contentType}\n{body}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));
    }
}
