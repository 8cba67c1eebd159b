using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Reflection;
using System.Security.Claims;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>A signed endpoint costs no garbage beyond that of the same endpoint without a signature.</summary>
/// <remarks>Alone, since the JIT puts optimising off for as long as other tests bring it new code, and since others listen to activities.</remarks>
[Collection(nameof(Alone))]
public class AllocationTests
{
    private const int Rounds = 500;
    private const int RequestsInARound = 100;

    /// <summary>Unoptimised code boxes, and its async state machines are objects; test.sh and CI measure the Release build.</summary>
    private static readonly bool IsOptimised =
        typeof(SignatureOptions).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    [Theory]
    [InlineData("theone", 0)]
    [InlineData("theone", 1024)]
    [InlineData("theone", 200 * 1024)]
    [InlineData("onering", 1024)]
    public async Task A_verified_request_allocates_nothing(string scheme, int bodyBytes)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", static _ => Task.CompletedTask).RequireSignature(scheme),
            builder =>
            {
                builder.Services.AddSingleton<IReplayStore, ForgetfulStore>();
                builder.Logging.ClearProviders();
            });
        RequestDelegate endpoint = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single().RequestDelegate!;
        HttpContext context = SignedContext(app, scheme, new byte[bodyBytes]);
        await endpoint(context);
        Assert.True(context.GetVerification().IsValid);
        if (IsOptimised)
        {
            Assert.Equal(0, LeastAllocated(endpoint, context));
        }
    }

    /// <summary>
    /// Beside what the framework takes for any handler: the scope of the request's services, authentication and authorization, as a handler
    /// has them that always gives one and the same result. The naive middleware takes 12,101 bytes.
    /// </summary>
    [Fact]
    public async Task An_authentication_handler_allocates_at_most_1500_bytes_beside_the_framework()
    {
        long floor = await LeastOfAuthenticationAsync(authentication => authentication.Services.AddSingleton<ConstantHandler>()
            .Configure<AuthenticationOptions>(static options => options.AddScheme<ConstantHandler>("theone", null)));
        long least = await LeastOfAuthenticationAsync(static authentication => authentication.AddHmac("theone"));
        if (IsOptimised)
        {
            Assert.True(least - floor is > 0 and <= 1500, $"{least} bytes, of which {floor} are the framework's");
        }
    }

    /// <summary>
    /// What of that is HmacKit's own: the handler 48 bytes and its task 72, the framework's result 48, ticket 40 and properties 32 with two dictionaries that nobody
    /// has written to, 24 each, the principal with its list 120, and the identity with the facts for its claims and its list 168.
    /// </summary>
    [Fact]
    public async Task Authenticating_allocates_the_result_that_the_framework_asks_for_and_no_claims()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", static _ => Task.CompletedTask).RequireAuthorization(),
            builder =>
            {
                builder.Services.AddSingleton<IReplayStore, ForgetfulStore>();
                builder.Services.AddAuthentication("theone").AddHmac("theone");
                builder.Services.AddAuthorization();
                builder.Logging.ClearProviders();
            });
        HttpContext context = SignedContext(app, "theone", new byte[1024]);
        CallerSchemes schemes = app.Services.GetRequiredService<CallerSchemes>();
        var scheme = new AuthenticationScheme("theone", displayName: null, typeof(CallerHandler));
        Task AuthenticateAsync(HttpContext request)
        {
            var handler = new CallerHandler(schemes);
            Assert.True(handler.InitializeAsync(scheme, request).IsCompletedSuccessfully);
            Task<AuthenticateResult> result = handler.AuthenticateAsync();
            Assert.True(result is { IsCompletedSuccessfully: true, Result.Succeeded: true });
            return result;
        }

        if (IsOptimised)
        {
            Assert.Equal(576 * RequestsInARound, LeastAllocated(AuthenticateAsync, context, enough: 576));
        }
    }

    private static async Task<long> LeastOfAuthenticationAsync(Action<AuthenticationBuilder> configure)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", static _ => Task.CompletedTask).RequireAuthorization(),
            builder =>
            {
                builder.Services.AddSingleton<IReplayStore, ForgetfulStore>();
                configure(builder.Services.AddAuthentication("theone"));
                builder.Services.AddAuthorization();
                builder.Logging.ClearProviders();
            });
        int handled = 0;
        RequestDelegate pipeline = new ApplicationBuilder(app.Services)
            .UseAuthentication()
            .UseAuthorization()
            .Use(_ => context =>
            {
                handled += context.User.Identity!.IsAuthenticated ? 1 : 0;
                return Task.CompletedTask;
            })
            .Build();
        HttpContext context = SignedContext(app, "theone", new byte[1024]);
        Endpoint endpoint = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();
        var scopes = app.Services.GetRequiredService<IServiceScopeFactory>();
        long least = long.MaxValue;
        for (int round = 0; round < 60; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < RequestsInARound; i++)
            {
                context.Features.Set<Callers>(null);
                context.Features.Set<IAuthenticateResultFeature>(null);
                context.Features.Set<IHttpAuthenticationFeature>(null);
                context.SetEndpoint(endpoint);
                using var services = new RequestServicesFeature(context, scopes);
                context.Features.Set<IServiceProvidersFeature>(services);
                Assert.True(pipeline(context).IsCompletedSuccessfully);
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / RequestsInARound);
            Thread.Sleep(5);
        }

        Assert.Equal(60 * RequestsInARound, handled);
        return least;
    }

    /// <summary>
    /// The bytes of the best round; zero ends it. The first rounds are for the JIT: its first code boxes where its optimised
    /// code, which it makes in the background, doesn't.
    /// </summary>
    private static long LeastAllocated(RequestDelegate endpoint, HttpContext context, int enough = 0)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > enough * RequestsInARound; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < RequestsInARound; i++)
            {
                // As a server does between two requests of a connection; a request that was verified isn't verified again.
                context.Features.Set<Callers>(null);
                Task running = endpoint(context);
                Assert.True(running.IsCompletedSuccessfully);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (least > enough * RequestsInARound)
            {
                Thread.Sleep(20);
            }
        }

        return least;
    }

    private static DefaultHttpContext SignedContext(SignedApp app, string scheme, byte[] body)
    {
        KeyRing ring = scheme == "theone" ? SignedApp.Ring : new KeyRing(SignedApp.Ring.Primary);
        var signer = new RequestSigner(scheme == "theone" ? SchemeCatalog.TheOne : SchemeCatalog.OneRing, ring, app.Clock);
        var context = new DefaultHttpContext { RequestServices = app.Services };
        var request = new ServerRequest(body) { Method = "POST", RawTarget = "/x" };
        context.Features.Set<IHttpRequestFeature>(request);
        context.Features.Set<IRequestBodyPipeFeature>(request);
        context.Request.ContentLength = body.Length;
        foreach ((string name, string value) in signer.Sign(new RawRequest("POST", "/x", [], body)))
        {
            context.Request.Headers[name] = value;
        }

        return context;
    }

    /// <summary>A request as a server has it: stream and pipe are its own.</summary>
    private sealed class ServerRequest : HttpRequestFeature, IRequestBodyPipeFeature
    {
        public ServerRequest(byte[] body)
        {
            Reader = new ArrivedBody(body);
            Body = new ServerStream(body);
        }

        public PipeReader Reader { get; }

        private sealed class ServerStream(byte[] body) : MemoryStream(body);
    }

    /// <summary>A body that is in the server's buffer already, and is there again for the next request. Each advance but the last takes nothing.</summary>
    private sealed class ArrivedBody(byte[] body) : PipeReader
    {
        private readonly ReadResult _all = new(new ReadOnlySequence<byte>(body), isCanceled: false, isCompleted: true);

        public override bool TryRead(out ReadResult result)
        {
            result = _all;
            return true;
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(_all);

        public override void AdvanceTo(SequencePosition consumed) => Assert.True(consumed.Equals(_all.Buffer.Start) || consumed.Equals(_all.Buffer.End));

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

        public override void CancelPendingRead()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    /// <summary>A handler that costs nothing.</summary>
    private sealed class ConstantHandler : IAuthenticationHandler
    {
        private static readonly Task<AuthenticateResult> Result = Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("theone")), "theone")));

        public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context) => Task.CompletedTask;

        public Task<AuthenticateResult> AuthenticateAsync() => Result;

        public Task ChallengeAsync(AuthenticationProperties? properties) => Task.CompletedTask;

        public Task ForbidAsync(AuthenticationProperties? properties) => Task.CompletedTask;
    }

    /// <summary>Takes the same request any number of times.</summary>
    private sealed class ForgetfulStore : IReplayStore
    {
        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(ReplayOutcome.Added);
    }
}
