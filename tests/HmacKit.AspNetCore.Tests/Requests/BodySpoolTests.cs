using System.Net;
using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Bodies that go to temporary files are there before any key is proven, so they have only so much room.</summary>
public class BodySpoolTests
{
    private const int Full = 2017;
    private static readonly byte[] Large = BodyDigest.Bytes(2 * 1024 * 1024);

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(100, 3L * 1024 * 1024)]
    public async Task A_body_that_finds_no_room_is_refused_with_503_and_the_log_says_so_once(int maxFiles, long maxBytes)
    {
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SignedApp app = await StartAsync(maxFiles, maxBytes, async () =>
        {
            isHeld.TrySetResult();
            await mayGo.Task;
        });
        Task<HttpResponseMessage> held = app.Client.SendAsync(app.Sign(HttpMethod.Post, "/hold", body: Large));
        await isHeld.Task;
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage refused = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: Large));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // What needs no file isn't concerned.
        using (HttpResponseMessage small = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/", body: [1])))
        {
            Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        }

        Assert.Equal(LogLevel.Warning, Assert.Single(app.Log.Entries, entry => entry.EventId == Full).Level);
        mayGo.SetResult();
        (await held).Dispose();
        Assert.Equal(HttpStatusCode.OK, await SendOnceThereIsRoomAsync(app, () => app.Sign(HttpMethod.Post, "/", body: Large)));
    }

    [Fact]
    public async Task The_room_of_bodies_that_were_refused_or_broken_off_is_given_back()
    {
        await using SignedApp app = await StartAsync(maxFiles: 1, maxBytes: 4 * 1024 * 1024, () => Task.CompletedTask);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendOnceThereIsRoomAsync(app, () => app.Sign(HttpMethod.Post, "/", new ByteArrayContent(Large), body: [1])));
            Assert.Equal(HttpStatusCode.OK, await SendOnceThereIsRoomAsync(app, () => app.Sign(HttpMethod.Post, "/", body: Large)));
            await BreakOffAsync(app);
            Assert.Equal(HttpStatusCode.OK, await SendOnceThereIsRoomAsync(app, () => app.Sign(HttpMethod.Post, "/", body: Large)));
        }
    }

    /// <summary>A response is over before the server has let go of its request's file, so the next request may find no room yet.</summary>
    private static async Task<HttpStatusCode> SendOnceThereIsRoomAsync(SignedApp app, Func<HttpRequestMessage> sign)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            using HttpResponseMessage answer = await app.Client.SendAsync(sign());
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return answer.StatusCode;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "the room was never given back");
            await Task.Delay(10);
        }
    }

    private static async Task BreakOffAsync(SignedApp app)
    {
        HttpRequestMessage signed = app.Sign(HttpMethod.Post, "/", body: [1, 2, 3]);
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        string head = string.Concat(signed.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {Large.Length}\r\n{head}\r\n"));
        await socket.GetStream().WriteAsync(Large.AsMemory(0, Large.Length - 1));
    }

    private static Task<SignedApp> StartAsync(int maxFiles, long maxBytes, Func<Task> hold) => SignedApp.StartAsync(
        web =>
        {
            web.MapPost("/", () => "ok").RequireSignature("theone");
            web.MapPost("/hold", async (HttpContext context) =>
            {
                await hold();
                return "ok";
            }).RequireSignature("theone");
        },
        builder => builder.Services.Configure<BodySpoolOptions>(options => (options.MaxFiles, options.MaxBytes) = (maxFiles, maxBytes)),
        maxBodyBytes: 8 * 1024 * 1024);
}
