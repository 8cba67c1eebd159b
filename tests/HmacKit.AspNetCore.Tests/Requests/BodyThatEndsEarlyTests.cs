using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>
/// A client that announces a body, sends a part of it and no more. What came counts as being read for good, and Kestrel, looking for the next request behind it, would log
/// "Reading is already in progress" with a stack trace each time. Found by <c>build/soak.sh</c>.
/// </summary>
public class BodyThatEndsEarlyTests
{
    private const int Announced = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(Announced - 1)]
    public async Task A_body_that_ends_early_leaves_no_complaint_in_the_log(int sent)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SignedApp app = await SignedApp.StartAsync(web =>
        {
            web.Use((context, next) =>
            {
                context.Response.OnCompleted(() =>
                {
                    answered.SetResult();
                    return Task.CompletedTask;
                });
                began.SetResult();
                return next(context);
            });
            web.UseRouting();
            web.MapPost("/", () => "never").RequireSignature("theone");
        });
        byte[] body = new byte[Announced];
        HttpRequestMessage signed = app.Sign(HttpMethod.Post, "/", body: body);
        string head = string.Concat(signed.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(app.Address.Host, app.Address.Port);
            NetworkStream stream = socket.GetStream();
            await stream.WriteAsync((byte[])
            [
                .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {Announced}\r\n{head}\r\n")), .. body.AsSpan(0, sent),
            ]);

            // The server is to wait for the rest by then.
            await began.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await Task.Delay(50);
        }

        await answered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Exception is InvalidOperationException and not ObjectDisposedException);
    }
}
