using System.Collections.Concurrent;
using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>No filter sees a request before it is verified: one that answers challenges would sign for strangers.</summary>
public class FilterOrderTests
{
    private static readonly byte[] Challenge = """{"event":"endpoint.url_validation","plainToken":"abc"}"""u8.ToArray();

    private readonly ConcurrentQueue<string> _seen = new();

    [Theory]
    [InlineData("/endpoint")]
    [InlineData("/group/endpoint")]
    [InlineData("/hook")]
    [InlineData("/group/hook")]
    [InlineData("/attribute/action")]
    [InlineData("/convention/action")]
    public async Task A_filter_answers_what_was_verified_and_nothing_else(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage forged = await app.Client.SendAsync(app.Sign(HttpMethod.Post, target, new ByteArrayContent(Challenge), body: [1]));
        using HttpResponseMessage unsigned = await app.Client.PostAsync(new Uri(target, UriKind.Relative), new ByteArrayContent(Challenge));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [forged.StatusCode, unsigned.StatusCode]);
        Assert.Empty(_seen);

        using HttpResponseMessage genuine = await app.Client.SendAsync(app.Sign(HttpMethod.Post, target, body: Challenge));
        Assert.Equal("signed abc", await genuine.Content.ReadAsStringAsync());
        Assert.Single(_seen);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    public async Task A_webhook_is_what_was_verified_also_if_a_filter_reads_the_body_or_puts_another_in_its_place(int length)
    {
        var handled = new ConcurrentQueue<string>();
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.MapWebhook("/read", "theone", Note).AddEndpointFilter(async (context, next) =>
                {
                    handled.Enqueue(await BodyDigest.OfAsync(context.HttpContext.Request.Body));
                    return await next(context);
                });
                app.MapWebhook("/replace", "theone", Note).AddEndpointFilter((context, next) =>
                {
                    context.HttpContext.Request.Body = new MemoryStream([1, 2, 3]);
                    return next(context);
                });
            },
            maxBodyBytes: 4 * 1024 * 1024);
        byte[] body = BodyDigest.Bytes(length);
        foreach (string target in (string[])["/read", "/replace"])
        {
            using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, target, body: body));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await app.StopAsync();
        Assert.Equal(Enumerable.Repeat(BodyDigest.Of(body), 3), handled);

        Task Note(WebhookEvent webhookEvent)
        {
            handled.Enqueue(BodyDigest.Of(webhookEvent.Body.ToArray()));
            return Task.CompletedTask;
        }
    }

    private Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.MapPost("/endpoint", () => "in").AddEndpointFilter(AnswerAsync).RequireSignature("theone");
            app.MapWebhook("/hook", "theone", _ => Task.CompletedTask).AddEndpointFilter(AnswerAsync);
            RouteGroupBuilder group = app.MapGroup("/group").AddEndpointFilter(AnswerAsync);
            group.MapPost("/endpoint", () => "in").RequireSignature("theone");
            group.MapWebhook("/hook", "theone", _ => Task.CompletedTask);
            app.MapControllers().AddEndpointFilter(PassAsync);
            app.MapControllerRoute("convention", "convention/{action}", new { controller = "Convention" }).RequireSignature("theone");
        },
        builder =>
        {
            builder.Services.AddSingleton(_seen);
            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(100)]));
            builder.Services.AddControllersWithViews(options => options.Filters.Add<ChallengeFilter>(int.MinValue + 1)).AddApplicationPart(typeof(FilterOrderTests).Assembly);
        });

    private static ValueTask<object?> PassAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => next(context);

    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        _seen.Enqueue("endpoint filter");
        return await ReadAsync(context.HttpContext.Request);
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        var challenge = await System.Text.Json.JsonSerializer.DeserializeAsync<System.Text.Json.JsonElement>(request.Body);
        return $"signed {challenge.GetProperty("plainToken").GetString()}";
    }

    /// <summary>As early as a filter of MVC's can be: an authorization filter for all controllers.</summary>
    internal sealed class ChallengeFilter(ConcurrentQueue<string> seen) : IAsyncAuthorizationFilter
    {
        public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
        {
            seen.Enqueue("MVC filter");
            context.Result = new ContentResult { Content = await ReadAsync(context.HttpContext.Request) };
        }
    }
}

[Route("attribute/[action]")]
[RequireSignature("theone")]
public class AttributeController : Controller
{
    [HttpPost("")]
    public string Action() => "in";
}

public class ConventionController : Controller
{
    [HttpPost]
    public string Action() => "in";
}
