using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Keys;

/// <summary>Bodies that can't be read to their end, on their way to the endpoints for keys.</summary>
public class KeyBodyTests
{
    [Fact]
    public async Task A_client_that_is_gone_in_the_middle_of_its_body_leaves_no_complaint_in_the_log()
    {
        await using SignedApp app = await StartAsync();
        using (var first = new TcpClient())
        {
            await SendAsync(app, first, "Content-Length: 1\r\n\r\n{");
            await first.GetStream().ReadExactlyAsync(new byte[12]);
        }

        for (int i = 0; i < 20; i++)
        {
            using var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await SendAsync(app, socket, "Content-Length: 100\r\n\r\n{");

            // It is to be in the middle of reading.
            await Task.Delay(30);
        }

        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Level >= LogLevel.Warning && entry.Exception is not null);
    }

    [Theory]
    [InlineData("80000000\r\n{")]
    [InlineData("zz\r\n{")]
    public async Task A_chunk_without_a_size_is_a_bad_request_and_no_error_of_the_server(string chunks)
    {
        await using SignedApp app = await StartAsync();
        using var socket = new TcpClient();
        await SendAsync(app, socket, "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Level >= LogLevel.Error);
    }

    private static async Task SendAsync(SignedApp app, TcpClient socket, string rest)
    {
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anns_key\r\nContent-Type: application/json\r\n{rest}"));
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        static app => app.MapKeys("/keys", policy: null).RequireApiKey("keys"),
        static builder => builder.Services.AddHmacKit(static hmac => hmac.AddApiKeys(static options =>
            options.AddInsecureFixedTestKey("anns_key", new KeyIdentity { KeyId = "ann", Owner = "ann", Scopes = ["keys"] }))));
}
