using System.IO.Pipelines;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>
/// After a read that failed because the connection was reset, Kestrel's reader still counts as reading. A request that then ends as if it
/// had an answer makes Kestrel log an error ("Reading is already in progress"), so the server is told that nobody is there.
/// </summary>
public class ResetConnectionTests
{
    /// <summary>A signature that has to be checked; and in Development one that came too late, whose body is read only to explain it.</summary>
    [Theory]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [InlineData(400_000, false)]
    public async Task A_request_whose_connection_is_reset_while_its_body_is_read_is_aborted(int length, bool isLate)
    {
        var lifetime = new WatchedLifetime();
        await using SignedApp app = await SignedApp.StartAsync(
            web =>
            {
                web.Use((context, next) =>
                {
                    var request = new ResetRequest(context.Features.GetRequiredFeature<IHttpRequestFeature>());
                    context.Features.Set<IHttpRequestFeature>(request);
                    context.Features.Set<IRequestBodyPipeFeature>(request);
                    context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
                    return next(context);
                });
                web.UseRouting();
                web.MapPost("/", () => "ok").RequireSignature("theone");
            },
            builder => builder.Environment.EnvironmentName = Environments.Development,
            isKestrel: false);
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/", body: new byte[length]);
        app.Clock.Advance(isLate ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.False(response.IsSuccessStatusCode);
        Assert.True(lifetime.IsAborted);
    }

    private sealed class WatchedLifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    /// <summary>A server's own request, as far as anybody can see, whose body ends with the connection.</summary>
    private sealed class ResetRequest(IHttpRequestFeature inner) : IHttpRequestFeature, IRequestBodyPipeFeature
    {
        public string Protocol { get => inner.Protocol; set => inner.Protocol = value; }

        public string Scheme { get => inner.Scheme; set => inner.Scheme = value; }

        public string Method { get => inner.Method; set => inner.Method = value; }

        public string PathBase { get => inner.PathBase; set => inner.PathBase = value; }

        public string Path { get => inner.Path; set => inner.Path = value; }

        public string QueryString { get => inner.QueryString; set => inner.QueryString = value; }

        public string RawTarget { get => inner.RawTarget; set => inner.RawTarget = value; }

        public IHeaderDictionary Headers { get => inner.Headers; set => inner.Headers = value; }

        public Stream Body { get; set; } = new ResetStream();

        public PipeReader Reader => PipeReader.Create(Body);
    }

    private sealed class ResetStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => throw new ConnectionResetException("The peer has reset the connection.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new ConnectionResetException("The peer has reset the connection."));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
