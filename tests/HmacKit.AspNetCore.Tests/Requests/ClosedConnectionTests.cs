using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>
/// A body that was only looked at is still the server's. If nobody reads it, and the client closes its connection once it has the answer, Kestrel begins to read
/// the next request while that look still counts as reading: "Reading is already in progress".
/// </summary>
public class ClosedConnectionTests
{
    /// <summary>It takes luck to meet the moment.</summary>
    private const int Tries = 60;

    [Theory]
    [InlineData("/refused")]
    [InlineData("/authenticated")]
    [InlineData("/unread")]
    [InlineData("/unread/later")]
    [InlineData("/failing")]
    public async Task A_client_that_closes_once_it_has_the_answer_leaves_no_complaint_in_the_log(string path)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            web =>
            {
                web.Use((context, next) =>
                {
                    // After the answer and before the server looks after the rest of the body: the client is gone by then.
                    CancellationToken gone = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed;
                    context.Response.OnCompleted(() => Task.Delay(TimeSpan.FromSeconds(20), gone).ContinueWith(static _ => { }, TaskScheduler.Default));
                    return next(context);
                });
                web.UseRouting();
                web.UseAuthentication();
                web.UseAuthorization();
                web.MapPost("/refused", () => "never").RequireSignature("theone");
                web.MapPost("/authenticated", () => "never").RequireAuthorization();
                web.MapPost("/unread", () => "ok").RequireSignature("theone");
                web.MapPost("/unread/later", async () =>
                {
                    await Task.Yield();
                    return "ok";
                }).RequireSignature("theone");
                web.MapPost("/failing", (Func<string>)(() => throw new NotSupportedException())).RequireSignature("theone");
            },
            builder =>
            {
                builder.Services.AddAuthentication("theone").AddHmac("theone");
                builder.Services.AddAuthorization();
            });
        byte[] body = new byte[2000];
        for (int i = 0; i < Tries; i++)
        {
            HttpRequestMessage signed = app.Sign(HttpMethod.Post, path, body: path is "/refused" or "/authenticated" ? [1] : body);
            string head = string.Concat(signed.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));
            using (var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) })
            {
                await socket.ConnectAsync(app.Address.Host, app.Address.Port);
                await socket.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n{head}\r\n"), .. body]);
                await socket.GetStream().ReadExactlyAsync(new byte[12]);
            }
        }

        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Exception is InvalidOperationException and not ObjectDisposedException);
    }
}
