using System.Net;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Middlewares that change what a request is, before and behind the verification.</summary>
public class MiddlewareOrderTests
{
    private static readonly byte[] Form = "method=DELETE&value=1"u8.ToArray();

    [Fact]
    public async Task A_form_field_that_overrides_the_method_makes_no_unsigned_form_pass_as_empty()
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            app.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "method" });
            app.UseRouting();
            app.MapMethods("/x", ["POST", "DELETE", "GET"], (HttpContext context) => "in").RequireSignature("osaycore");
        });
        HttpRequestMessage signedForGet = app.Sign(HttpMethod.Get, "/x", scheme: SchemeCatalog.OsayCore);
        signedForGet.Method = HttpMethod.Post;
        signedForGet.Content = FormContent();
        using HttpResponseMessage response = await app.Client.SendAsync(signedForGet);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(app.Log.Entries, entry => entry.Text.EndsWith("BodyAlreadyRead.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", 401)]
    [InlineData("DELETE", 200)]
    public async Task A_header_that_overrides_the_method_is_verified_as_what_the_handler_sees(string signedAs, int expected)
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            app.UseHttpMethodOverride();
            app.UseRouting();
            app.MapMethods("/x", ["POST", "DELETE"], (HttpRequest request) => request.Method).RequireSignature("theone");
        });
        HttpRequestMessage request = app.Sign(new HttpMethod(signedAs), "/x", body: [1]);
        request.Method = HttpMethod.Post;
        request.Headers.Add("X-Http-Method-Override", "DELETE");
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/old/7", 200)]
    [InlineData("/new/7", 401)]
    public async Task A_path_that_the_application_rewrites_is_verified_as_it_was_sent(string signedAs, int expected)
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            app.UseRewriter(new RewriteOptions().AddRewrite("^old/(.*)", "new/$1", skipRemainingRules: true));
            app.UseRouting();
            app.MapGet("/new/{id}", (string id) => id).RequireSignature("theone");
        });
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/old/7", signedTarget: signedAs));
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_form_that_antiforgery_reads_first_is_refused_and_a_signed_endpoint_needs_no_antiforgery()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.UseRouting();
                app.UseAntiforgery();
                app.MapPost("/with", ([FromForm] string value) => value).RequireSignature("theone");
                app.MapPost("/without", ([FromForm] string value) => value).RequireSignature("theone").DisableAntiforgery();
            },
            builder => builder.Services.AddAntiforgery());
        using HttpResponseMessage with = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/with", FormContent(), Form));
        using HttpResponseMessage without = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/without", FormContent(), Form));
        Assert.Equal($"{HttpStatusCode.Unauthorized} {HttpStatusCode.OK}", $"{with.StatusCode} {without.StatusCode}");
        Assert.Equal("1", await without.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("theone", "osaycore", true)]
    [InlineData("osaycore", "theone", true)]
    [InlineData("theone", "osaycore", false)]
    public async Task Two_schemes_on_one_endpoint_both_read_the_whole_body(string first, string second, bool hasLength)
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app
            .MapPost("/x", (HttpRequest request) => BodyDigest.OfAsync(request.Body)).RequireSignature(first).RequireSignature(second));
        foreach (int length in (int[])[0, 19, 300_000])
        {
            byte[] body = BodyDigest.Bytes(length);
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/x", body: body);
            foreach ((string name, IEnumerable<string> values) in app.Sign(HttpMethod.Post, "/x", body: body, scheme: SchemeCatalog.OsayCore).Headers)
            {
                if (!request.Headers.Contains(name))
                {
                    request.Headers.Add(name, values);
                }
            }

            request.Headers.TransferEncodingChunked = hasLength ? null : true;
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            Assert.Equal($"{HttpStatusCode.OK} {BodyDigest.Of(body)}", $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static StringContent FormContent() => new(Encoding.ASCII.GetString(Form), null, BodyReaders.UrlEncoded);
}
