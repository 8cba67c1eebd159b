using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>Both halves of signed answers at once: an HttpClient with a signing handler, and an endpoint on Kestrel.</summary>
public class AnsweredClientTests
{
    private static readonly SignatureScheme Requests = new MessageSignatureDefinition { Name = "messages", RequiresNonce = true }.Compile();

    private static readonly SignatureScheme MessageAnswers = new MessageSignatureDefinition
    {
        Name = "message-answers",
        AnswersTo = Requests,
        AtLeast = ["@status", "content-digest", "content-type", "signature;req;key=\"sig1\""],
    }.Compile();

    public static TheoryData<bool> Schemes => [true, false];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task What_an_endpoint_signs_the_client_takes(bool isHawk)
    {
        await using SignedApp app = await StartAsync(isHawk, static context => context.Response.WriteAsync("done, " + context.Request.Method));
        using HttpClient client = Client(app, isHawk);
        using HttpResponseMessage response = await client.PostAsync("/x?a=b", new StringContent("{}"));
        Assert.Equal((HttpStatusCode.OK, "done, POST"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.True(response.Headers.Contains(isHawk ? "Server-Authorization" : "Signature"));
        using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/x"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Theory]
    [InlineData(true, "body", VerificationStatus.DigestMismatch)]
    [InlineData(false, "body", VerificationStatus.DigestMismatch)]
    [InlineData(true, "signature", VerificationStatus.SignatureMismatch)]
    [InlineData(false, "signature", VerificationStatus.SignatureMismatch)]
    [InlineData(true, "type", VerificationStatus.DigestMismatch)]
    [InlineData(false, "type", VerificationStatus.SignatureMismatch)]
    [InlineData(true, "none", VerificationStatus.MissingHeader)]
    [InlineData(false, "none", VerificationStatus.MissingHeader)]
    [InlineData(true, "old", VerificationStatus.SignatureMismatch)]
    [InlineData(false, "old", VerificationStatus.SignatureMismatch)]
    public async Task What_somebody_changes_on_the_way_the_client_refuses(bool isHawk, string what, VerificationStatus status)
    {
        await using SignedApp app = await StartAsync(isHawk, static context => context.Response.WriteAsync("done"));
        var way = new OnTheWay();
        using HttpClient client = Client(app, isHawk, way);
        Assert.Equal("done", await client.GetStringAsync("/x"));
        way.Change = what;
        Assert.Equal(status, (await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetStringAsync("/x"))).Status);
    }

    [Fact]
    public async Task An_endpoint_may_say_more_in_its_answer_and_that_is_signed()
    {
        await using SignedApp app = await StartAsync(
            isHawk: true, static context => context.Response.WriteAsync("done"), static context => new() { Values = new Dictionary<string, string> { ["ext"] = $"for {context.Request.Path}" } });
        var way = new OnTheWay();
        using HttpClient client = Client(app, isHawk: true, way);
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Contains(", ext=\"for /x\"", response.Headers.GetValues("Server-Authorization").Single(), StringComparison.Ordinal);
        way.Change = "ext";
        Assert.Equal(VerificationStatus.SignatureMismatch, (await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetAsync("/x"))).Status);
    }

    private static Task<SignedApp> StartAsync(bool isHawk, RequestDelegate endpoint, Func<HttpContext, SigningValues>? values = null) => SignedApp.StartAsync(
        app => app.MapMethods("/x", ["GET", "HEAD", "POST"], async (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain";
            await endpoint(context);
        }).RequireSignature("signed").SignAnswers(isHawk ? SchemeCatalog.HawkResponse : MessageAnswers, values: values),
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac.AddScheme("signed", isHawk ? SchemeCatalog.Hawk : Requests, options => options.Keys = new MemoryKeySource(Keys(isHawk))));
            builder.Services.Configure<SignatureOptions>("signed", static options => options.PublicOrigin = OnTheWay.Origin);
        });

    private static HttpClient Client(SignedApp app, bool isHawk, OnTheWay? way = null)
    {
        var signer = new RequestSigner(isHawk ? SchemeCatalog.Hawk : Requests, Keys(isHawk), app.Clock);
        var options = new SigningHandlerOptions { Answers = isHawk ? SchemeCatalog.HawkResponse : MessageAnswers, TimeProvider = app.Clock };
        way ??= new OnTheWay();
        way.InnerHandler = OnTheWay.To(app);
        return new HttpClient(new SigningHandler(signer, options) { InnerHandler = way }) { BaseAddress = OnTheWay.Origin };
    }

    private static KeyRing Keys(bool isHawk) =>
        new("client", (isHawk ? SchemeCatalog.Hawk : Requests).ImportKey(isHawk ? "the secret of both sides, in the test" : "dGhlIHNlY3JldCBvZiBib3RoIHNpZGVzLCBpbiB0aGUgdGVzdA=="));
}
