using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Signed trailers and fields of several lines (RFC 9421), byte for byte over a socket to Kestrel.</summary>
public class TrailerTests
{
    private static readonly SignatureScheme Scheme = new MessageSignatureDefinition { Name = "streamed", AtLeast = ["@method", "x-sum;tr"], SecretFormat = KeyFormat.Text }.Compile();

    private static readonly KeyRing Keys = new("client", Scheme.ImportKey("the secret of both sides, in the test"));

    [Theory]
    [InlineData("X-Sum: 1\r\nX-Sum: 2\r\n", "", 200)]
    [InlineData("X-Sum: 1, 2\r\n", "", 200)]
    [InlineData("X-Sum: 2\r\nX-Sum: 1\r\n", "", 401)]
    [InlineData("X-Sum: 1\r\n", "", 401)]
    [InlineData("", "", 401)]
    [InlineData("", "X-Sum: 1\r\nX-Sum: 2\r\n", 401)]
    public async Task A_trailer_that_the_signature_covers_must_be_there_as_it_was(string trailers, string headers, int status)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", async (HttpContext context) => (await new StreamReader(context.Request.Body).ReadToEndAsync()).Length).RequireSignature("streamed"),
            builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme(Scheme, options => options.Keys = new MemoryKeySource(Keys))));
        foreach (int chunk in (int[])[4, 64 * 1024, 512 * 1024])
        {
            byte[] body = Encoding.ASCII.GetBytes(new string('x', chunk));
            var request = new RawRequest("POST", "/x", [], body) { Trailers = [new("X-Sum", "1"), new("X-Sum", "2")] };
            SignedHeaders signed = new RequestSigner(Scheme, Keys, app.Clock).Sign(request);
            Assert.Equal(status, await SendAsync(app.Address, signed, headers, body, trailers));
        }
    }

    private static async Task<int> SendAsync(Uri address, SignedHeaders signed, string headers, byte[] body, string trailers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using NetworkStream stream = socket.GetStream();
        string head = string.Concat(signed.Select(static header => $"{header.Key}: {header.Value}\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{head}{headers}\r\n{body.Length:x}\r\n")));
        await stream.WriteAsync(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("\r\n0\r\n"));
        await stream.FlushAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{trailers}\r\n"));
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
