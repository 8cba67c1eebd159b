using System.IO.Pipelines;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Whether a request was aborted takes a lock to know, so it is asked for only where something waits; and whatever waits, ends with the request.</summary>
public class AbortedRequestTests
{
    private const int WholeBytes = 1000;

    [Fact]
    public async Task A_request_that_waits_for_nothing_is_not_asked_whether_it_was_aborted()
    {
        var lifetime = new CountedLifetime();
        var body = new Pipe();
        await using SignedApp app = await StartAsync(lifetime, body);
        await body.Writer.WriteAsync(new byte[WholeBytes]);
        await body.Writer.CompleteAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: new byte[WholeBytes]));
        Assert.Equal((true, 0), (response.IsSuccessStatusCode, lifetime.AskedBeforeHandler));
    }

    [Theory]
    [InlineData(WholeBytes)]
    [InlineData(400_000)]
    public async Task A_body_that_is_waited_for_is_waited_for_until_the_request_is_aborted(int length)
    {
        var lifetime = new CountedLifetime();
        await using SignedApp app = await StartAsync(lifetime, new Pipe());
        Task<HttpResponseMessage> sending = app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: new byte[length]));
        await lifetime.Asked.WaitAsync(TimeSpan.FromSeconds(30));
        lifetime.Abort();
        using HttpResponseMessage response = await sending.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_key_source_that_may_wait_is_told_when_the_request_is_aborted()
    {
        var lifetime = new CountedLifetime();
        var keys = new WaitingKeys();
        await using SignedApp app = await StartAsync(lifetime, new Pipe(), keys);
        Task<HttpResponseMessage> sending = app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: new byte[WholeBytes]));
        await keys.Asked.WaitAsync(TimeSpan.FromSeconds(30));
        lifetime.Abort();
        using HttpResponseMessage response = await sending.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(response.IsSuccessStatusCode);
        Assert.True(keys.IsCancelled);
    }

    private static Task<SignedApp> StartAsync(CountedLifetime lifetime, Pipe body, IKeySource? keys = null) => SignedApp.StartAsync(
        web =>
        {
            web.Use((context, next) =>
            {
                var request = new PipedRequest(context.Features.GetRequiredFeature<IHttpRequestFeature>(), body.Reader);
                context.Features.Set<IHttpRequestFeature>(request);
                context.Features.Set<IRequestBodyPipeFeature>(request);
                context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
                return next(context);
            });
            web.UseRouting();
            web.MapPost("/", (RequestDelegate)(context =>
            {
                lifetime.AskedBeforeHandler = lifetime.Count;
                return Task.CompletedTask;
            })).RequireSignature(keys is null ? "theone" : "waiting");
        },
        builder =>
        {
            if (keys is not null)
            {
                builder.Services.AddHmacKit(hmac => hmac.AddScheme("waiting", SchemeCatalog.TheOne, options => options.Keys = keys));
            }
        },
        isKestrel: false);

    private sealed class CountedLifetime : IHttpRequestLifetimeFeature
    {
        private readonly CancellationTokenSource _aborted = new();
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public int? AskedBeforeHandler { get; set; }

        public Task Asked => _asked.Task;

        public CancellationToken RequestAborted
        {
            get
            {
                Count++;
                _asked.TrySetResult();
                return _aborted.Token;
            }

            set => throw new NotSupportedException();
        }

        public void Abort() => _aborted.Cancel();
    }

    private sealed class WaitingKeys : IKeySource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public bool IsCancelled { get; private set; }

        public async ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
        {
            using CancellationTokenRegistration cancelling = cancellationToken.Register(() => IsCancelled = true);
            _asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }

    /// <summary>A server's own request, as far as anybody can see, whose body comes when the test says so.</summary>
    private sealed class PipedRequest(IHttpRequestFeature inner, PipeReader body) : IHttpRequestFeature, IRequestBodyPipeFeature
    {
        public string Protocol { get => inner.Protocol; set => inner.Protocol = value; }

        public string Scheme { get => inner.Scheme; set => inner.Scheme = value; }

        public string Method { get => inner.Method; set => inner.Method = value; }

        public string PathBase { get => inner.PathBase; set => inner.PathBase = value; }

        public string Path { get => inner.Path; set => inner.Path = value; }

        public string QueryString { get => inner.QueryString; set => inner.QueryString = value; }

        public string RawTarget { get => inner.RawTarget; set => inner.RawTarget = value; }

        public IHeaderDictionary Headers { get => inner.Headers; set => inner.Headers = value; }

        public Stream Body { get; set; } = new ServersStream(body);

        public PipeReader Reader => body;
    }

    /// <summary>Of one assembly with the request, as a server's stream is.</summary>
    private sealed class ServersStream(PipeReader body) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.AsStream().ReadAsync(buffer, cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
