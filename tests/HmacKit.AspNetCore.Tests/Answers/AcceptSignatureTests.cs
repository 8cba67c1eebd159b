using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>What an endpoint asks signatures to cover (RFC 9421 section 5), on Kestrel, and what a client makes of it.</summary>
public class AcceptSignatureTests
{
    private static readonly SignatureScheme Client = new MessageSignatureDefinition { Name = "client", AtLeast = ["@method", "@path"] }.Compile();

    private static readonly MessageSignatureDefinition Server = new() { Name = "server", AtLeast = ["@method", "@query", "x-order"] };

    private static readonly KeyRing Keys = new("client-1", Client.ImportKey("dGhlIHNlY3JldCBvZiBib3RoIHNpZGVzLCBpbiB0aGUgdGVzdA=="));

    [Fact]
    public async Task A_refusal_says_what_a_signature_has_to_cover()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("sig1=(\"@method\" \"@query\" \"x-order\");created;keyid;alg=\"hmac-sha256\"", response.Headers.GetValues("Accept-Signature").Single());
    }

    [Fact]
    public async Task A_scheme_whose_signatures_do_not_say_what_they_cover_asks_for_nothing()
    {
        await using SignedApp app = await SignedApp.StartAsync(static app => app.MapGet("/x", () => "x").RequireSignature("theone"));
        using HttpResponseMessage response = await app.Client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Accept-Signature"));
        Assert.Contains("theone", Assert.Throws<ArgumentException>(
            () => new SigningHandler(new RequestSigner(SchemeCatalog.TheOne, SignedApp.Ring), new() { CoverWhatServersAskFor = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_covers_what_is_asked_for_and_what_its_scheme_says_and_remembers_it()
    {
        await using SignedApp app = await StartAsync();
        var way = new OnTheWay();
        using HttpClient client = ClientOf(app, way, isAsked: true);
        using HttpResponseMessage response = await client.SendAsync(Request());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("sig1=(\"@method\" \"@path\" \"@query\" \"x-order\");", response.RequestMessage!.Headers.GetValues("Signature-Input").Single(), StringComparison.Ordinal);
        using HttpResponseMessage next = await client.SendAsync(Request());
        Assert.Equal((HttpStatusCode.OK, 3), (next.StatusCode, way.Challenges.Count));
    }

    [Fact]
    public async Task A_client_that_is_not_told_to_does_not_follow()
    {
        await using SignedApp app = await StartAsync();
        var way = new OnTheWay();
        using HttpClient client = ClientOf(app, way, isAsked: false);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(Request())).StatusCode);
        Assert.Single(way.Challenges);
    }

    /// <summary>A header that the request doesn't have, rubbish, another algorithm, less than the scheme says: none of it changes what is signed, and nothing is thrown.</summary>
    [Theory]
    [InlineData("sig1=(\"x-missing\");created", 2)]
    [InlineData("sig1=(\"@status\");created", 2)]
    [InlineData("sig1=(", 1)]
    [InlineData("sig1=(\"x-order\");alg=\"ed25519\"", 1)]
    [InlineData("sig1=(\"@path\");created", 1)]
    public async Task What_a_request_does_not_have_is_not_signed(string asked, int requests)
    {
        await using SignedApp app = await StartAsync();
        var way = new OnTheWay { Asked = asked };
        using HttpClient client = ClientOf(app, way, isAsked: true);
        using HttpResponseMessage response = await client.SendAsync(Request());
        Assert.Equal((HttpStatusCode.Unauthorized, requests), (response.StatusCode, way.Challenges.Count));
        Assert.StartsWith("sig1=(\"@method\" \"@path\");", response.RequestMessage!.Headers.GetValues("Signature-Input").Single(), StringComparison.Ordinal);
        way.Asked = null;
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Request())).StatusCode);
    }

    private static HttpRequestMessage Request() => new(HttpMethod.Get, "/x?a=b") { Headers = { { "X-Order", "o-1" } } };

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        static app => app.MapGet("/x", () => "x").RequireSignature("server"),
        static builder =>
        {
            builder.Services.AddHmacKit(static hmac => hmac.AddScheme(Server.Compile(), static options => options.Keys = new MemoryKeySource(Keys)));
            builder.Services.Configure<SignatureOptions>("server", static options => options.PublicOrigin = OnTheWay.Origin);
        });

    private static HttpClient ClientOf(SignedApp app, OnTheWay way, bool isAsked)
    {
        way.InnerHandler = OnTheWay.To(app);
        var signer = new RequestSigner(Client, Keys, app.Clock);
        return new HttpClient(new SigningHandler(signer, new() { CoverWhatServersAskFor = isAsked, TimeProvider = app.Clock }) { InnerHandler = way }) { BaseAddress = OnTheWay.Origin };
    }
}
