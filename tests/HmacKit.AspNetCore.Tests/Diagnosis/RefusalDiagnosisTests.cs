using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore.Tests.Diagnosis;

/// <summary>The log says why a request was refused; the caller never learns it.</summary>
public class RefusalDiagnosisTests
{
    private static readonly byte[] Sent = """{"amount": 100}"""u8.ToArray();
    private static readonly byte[] Compact = """{"amount":100}"""u8.ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_Development_the_log_says_what_the_signature_fits(bool isKestrel)
    {
        await using SignedApp app = await StartAsync("Development", isKestrel: isKestrel);
        using HttpResponseMessage response = await app.Client.SendAsync(CompactlySigned(app));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(Explanations(app), text => text.Contains("(body_json_compact): The signature fits the body as compact JSON.", StringComparison.Ordinal));
        string answer = await response.Content.ReadAsStringAsync() + response.Headers;
        Assert.DoesNotContain("compact", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("amount", string.Concat(app.Log.Entries.Select(entry => entry.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_it_says_nothing_unless_it_is_switched_on()
    {
        await using (SignedApp silent = await StartAsync("Production"))
        {
            (await silent.Client.SendAsync(CompactlySigned(silent))).Dispose();
            Assert.Empty(Explanations(silent));
        }

        await using SignedApp loud = await StartAsync("Production", options => options.ExplainOutsideDevelopmentBecauseOnlyOperatorsReadTheLog = true);
        (await loud.Client.SendAsync(CompactlySigned(loud))).Dispose();
        Assert.Single(Explanations(loud));
    }

    [Fact]
    public async Task There_is_a_limit_on_explanations_in_a_minute()
    {
        await using SignedApp app = await StartAsync("Development", options => options.MaxPerMinute = 2);
        for (int i = 0; i < 5; i++)
        {
            (await app.Client.SendAsync(CompactlySigned(app))).Dispose();
        }

        Assert.Equal(2, Explanations(app).Count());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await app.Client.SendAsync(CompactlySigned(app))).Dispose();
        Assert.Equal(3, Explanations(app).Count());
    }

    [Fact]
    public async Task A_time_outside_the_window_is_explained_although_the_body_was_not_read()
    {
        await using SignedApp app = await StartAsync("Development");
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/", body: Sent);
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await app.Client.SendAsync(request)).Dispose();
        Assert.Contains(Explanations(app), text => text.Contains("(time_zone)", StringComparison.Ordinal) && text.Contains("3600 s old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_callback_sees_the_explanation_with_the_message_and_its_first_difference()
    {
        SignatureDiagnosis? seen = null;
        await using SignedApp app = await SignedApp.StartAsync(
            web => web.MapPost("/", () => "ok").RequireSignature("theone"),
            builder =>
            {
                builder.Environment.EnvironmentName = Environments.Development;
                builder.Services.Configure<SignatureOptions>("theone", options => options.OnRefused = (context, _) =>
                {
                    seen = context.GetDiagnosis();
                    return ValueTask.CompletedTask;
                });
            });
        (await app.Client.SendAsync(CompactlySigned(app))).Dispose();
        Assert.Equal("body_json_compact", seen?.Cause?.Name);
        Assert.NotNull(seen!.Difference);
        Assert.False(seen.ExpectedMessage.IsEmpty);
    }

    [Fact]
    public async Task Genuine_requests_and_those_without_a_signature_are_not_explained_and_bodies_reach_the_handler()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            web => web.MapPost("/", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                return await reader.ReadToEndAsync();
            }).RequireSignature("theone"),
            builder => builder.Environment.EnvironmentName = Environments.Development);
        using HttpResponseMessage unsigned = await app.Client.PostAsync(new Uri("/", UriKind.Relative), new ByteArrayContent(Sent));
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: Sent));
        Assert.Equal("""{"amount": 100}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(Explanations(app));
    }

    [Fact]
    public async Task A_body_that_was_read_before_the_verification_is_named_in_the_log()
    {
        await using SignedApp app = await StartReadingAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: Sent));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(Explanations(app), text => text.Contains("(hint body_read_before): The body was read before the verification, on this side", StringComparison.Ordinal));
    }

    /// <summary>The verifier has refused it for its time and hasn't looked at the body; the explanation has, and can't have it either.</summary>
    [Fact]
    public async Task That_a_body_was_read_before_is_said_of_a_request_that_is_refused_for_another_reason()
    {
        await using SignedApp app = await StartReadingAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/", body: Sent);
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await app.Client.SendAsync(request)).Dispose();
        string text = Assert.Single(Explanations(app));
        Assert.Contains("hint body_read_before", text, StringComparison.Ordinal);
        Assert.Contains("3600 s old", text, StringComparison.Ordinal);
    }

    /// <summary>So that the first refusal doesn't wait for the compiler: 2.3 s without this.</summary>
    [Fact]
    public async Task In_Development_the_search_is_compiled_in_the_background_once_the_host_runs()
    {
        await using SignedApp app = await StartAsync("Development");
        for (int i = 0; i < 600 && !DiagnosisWarmUp.IsDone; i++)
        {
            await Task.Delay(100);
        }

        Assert.True(DiagnosisWarmUp.IsDone);
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_an_explanation_whose_code_is_being_compiled()
    {
        var keys = new SecondLookUpWaits();
        await using SignedApp app = await SignedApp.StartAsync(
            web => web.MapPost("/", () => "ok").RequireSignature("late"),
            builder =>
            {
                builder.Environment.EnvironmentName = Environments.Development;
                builder.Services.AddHmacKit(hmac => hmac.AddScheme("late", SchemeCatalog.TheOne, options => options.Keys = keys));
                builder.Services.AddSingleton(services => new RefusalDiagnosis(
                    builder.Environment,
                    services.GetRequiredService<IOptions<RefusalDiagnosisOptions>>(),
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<ILoggerFactory>())
                {
                    IsWarm = static () => false,
                });
            });
        using HttpResponseMessage response = await app.Client.SendAsync(CompactlySigned(app)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(Explanations(app));
        keys.Go.SetResult();
        for (int i = 0; i < 600 && !Explanations(app).Any(); i++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("body_json_compact", Assert.Single(Explanations(app)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    public async Task A_large_body_that_is_refused_leaves_the_connection_and_the_answer_in_order(int size)
    {
        await using SignedApp app = await StartAsync("Development");
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/", content: new ByteArrayContent(new byte[size]), body: [1]);
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.RequestEntityTooLarge });
        using HttpResponseMessage next = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: Sent));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    private static Task<SignedApp> StartAsync(string environment, Action<RefusalDiagnosisOptions>? configure = null, bool isKestrel = true) => SignedApp.StartAsync(
        web => web.MapPost("/", () => "ok").RequireSignature("theone"),
        builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Services.Configure<RefusalDiagnosisOptions>(options =>
            {
                options.Budget = TimeSpan.FromSeconds(20);
                configure?.Invoke(options);
            });
        },
        isKestrel: isKestrel);

    private static HttpRequestMessage CompactlySigned(SignedApp app) =>
        app.Sign(HttpMethod.Post, "/", content: new ByteArrayContent(Sent), body: Compact);

    /// <summary>An application that reads each body before the verification.</summary>
    private static Task<SignedApp> StartReadingAsync() => SignedApp.StartAsync(
        web =>
        {
            web.Use(async (context, next) =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await next(context);
            });
            web.UseRouting();
            web.MapPost("/", () => "ok").RequireSignature("theone");
        },
        builder =>
        {
            builder.Environment.EnvironmentName = Environments.Development;
            builder.Services.Configure<RefusalDiagnosisOptions>(static options => options.Budget = TimeSpan.FromSeconds(20));
        });

    private static IEnumerable<string> Explanations(SignedApp app) =>
        app.Log.Entries.Where(entry => entry.Text.Contains("why it was refused", StringComparison.Ordinal)).Select(entry => entry.Text);

    /// <summary>The verification gets its keys at once, and the explanation when it is told to go.</summary>
    private sealed class SecondLookUpWaits : IKeySource
    {
        private int _lookUps;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _lookUps) > 1)
            {
                await Go.Task;
            }

            return SignedApp.Ring;
        }
    }
}
