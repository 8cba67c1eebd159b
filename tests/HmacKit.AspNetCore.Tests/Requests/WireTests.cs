using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>What no well-behaved client sends, byte by byte over a socket: never an error 500, never another target than the one on the wire.</summary>
public class WireTests
{
    [Theory]
    [InlineData("/a%2Fb", "/a%2Fb", 200)]
    [InlineData("/a%2Fb", "/a/b", 401)]
    [InlineData("/a%2fb", "/a%2Fb", 401)]
    [InlineData("/a%20b?q=%20", "/a%20b?q=%20", 200)]
    [InlineData("/a+b?q=+", "/a%20b?q=%20", 401)]
    [InlineData("/a//b", "/a//b", 200)]
    [InlineData("/a//b", "/a/b", 401)]
    [InlineData("/a/../b", "/a/../b", 200)]
    [InlineData("/a/../b", "/b", 401)]
    [InlineData("/a/./b", "/a/./b", 200)]
    [InlineData("/a/%2e%2e/b", "/a/%2e%2e/b", 200)]
    [InlineData("/a/%2e%2e/b", "/b", 401)]
    [InlineData("/a%00b", "/a%00b", 400)]
    [InlineData("/a?", "/a?", 200)]
    [InlineData("/a?", "/a", 401)]
    [InlineData("/a#b", "/a#b", 401)]
    [InlineData("/a?b#c", "/a?b#c", 401)]
    [InlineData("http://example.com/a?b=c", "/a?b=c", 401)]
    [InlineData("http://example.com/a?b=c", "http://example.com/a?b=c", 401)]
    [InlineData("http://example.com", "/", 401)]
    [InlineData("http://example.com#/a/b", "/a/b", 401)]
    [InlineData("http://example.com/a%2F..%2F..%2Fadmin", "/a%2F..%2F..%2Fadmin", 401)]
    public async Task The_target_is_the_one_on_the_wire(string sent, string signedTarget, int expected)
    {
        await using SignedApp app = await StartAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Get, "/", signedTarget: signedTarget);
        Assert.Equal(expected, await SendAsync(app, $"GET {sent} HTTP/1.1\r\nHost: example.com\r\n{Headers(request)}\r\n"));
    }

    [Theory]
    [InlineData("http://example.com/a?b=c", "/a?b=c", 200)]
    [InlineData("http://example.com/a/b", "/a/b", 200)]
    [InlineData("http://example.com?b=c", "/?b=c", 200)]
    [InlineData("http://example.com", "/", 200)]
    [InlineData("http://example.com/a/", "/a", 401)]
    [InlineData("http://example.com#/a/b", "/a/b", 401)]
    [InlineData("http://example.com#/a/b", "/", 401)]
    [InlineData("http://example.com/a#b", "/a#b", 401)]
    [InlineData("http://example.com/a?b#c", "/a?b#c", 401)]
    [InlineData("http://example.com/a%2F..%2F..%2Fadmin", "/a%2F..%2F..%2Fadmin", 401)]
    [InlineData("http://example.com/a%2F..%2F..%2Fadmin", "/admin", 401)]
    [InlineData("http://example.com/a/../admin", "/a/../admin", 401)]
    [InlineData("http://example.com/a/%2e%2e/admin", "/a/%2e%2e/admin", 401)]
    [InlineData("http://example.com/a%20b", "/a%20b", 401)]
    [InlineData("http://example.com/a\\b", "/a\\b", 401)]
    public async Task An_absolute_target_is_taken_only_where_asked_for_and_only_if_it_is_routed_to_the_letter(string sent, string signedTarget, int expected)
    {
        await using SignedApp app = await StartAsync(null, services => services.Configure<SignatureOptions>("theone", options => options.AcceptAbsoluteTargetsBecauseTheProxySendsThem = true));
        HttpRequestMessage request = app.Sign(HttpMethod.Get, "/", signedTarget: signedTarget);
        Assert.Equal(expected, await SendAsync(app, $"GET {sent} HTTP/1.1\r\nHost: example.com\r\n{Headers(request)}\r\n"));
    }

    [Theory]
    [InlineData("OPTIONS", "*")]
    [InlineData("CONNECT", "example.com:80")]
    [InlineData("GET", "ftp://example.com/a")]
    public async Task What_is_no_path_is_refused_also_where_absolute_targets_are_taken(string method, string target)
    {
        await using SignedApp app = await StartAsync(null, services => services.Configure<SignatureOptions>("theone", options => options.AcceptAbsoluteTargetsBecauseTheProxySendsThem = true));
        HttpRequestMessage request = app.Sign(new HttpMethod(method), "/", signedTarget: target);
        Assert.InRange(await SendAsync(app, $"{method} {target} HTTP/1.1\r\nHost: example.com{(method == "CONNECT" ? ":80" : "")}\r\n{Headers(request)}\r\n"), 400, 499);
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("get", 401)]
    [InlineData("Get", 401)]
    public async Task A_method_in_another_case_than_it_is_signed_in_is_refused(string method, int expected)
    {
        await using SignedApp app = await StartAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Get, "/a");
        Assert.Equal(expected, await SendAsync(app, $"{method} /a HTTP/1.1\r\nHost: x\r\n{Headers(request)}\r\n"));
    }

    [Theory]
    [InlineData("X-API-KEY")]
    [InlineData("X-API-TIMESTAMP")]
    [InlineData("X-API-NONCE")]
    [InlineData("X-API-SIGN")]
    public async Task A_header_that_comes_twice_is_refused_even_with_the_same_value(string name)
    {
        await using SignedApp app = await StartAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Get, "/a");
        string twice = $"{name.ToLowerInvariant()}: {request.Headers.GetValues(name).Single()}\r\n";
        Assert.Equal(401, await SendAsync(app, $"GET /a HTTP/1.1\r\nHost: x\r\n{Headers(request)}{twice}\r\n"));
        Assert.Equal(200, await SendAsync(app, $"GET /a HTTP/1.1\r\nHost: x\r\n{Headers(request)}\r\n"));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400)]
    [InlineData("Content-Length: 99999999999\r\n\r\n", 413)]
    [InlineData("Content-Length: 3\r\n\r\nabd", 401)]
    [InlineData("Content-Length: 3\r\n\r\nabc", 200)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n", 200)]
    public async Task Broken_framing_is_the_caller_s_fault_and_no_exception_of_the_application(string framing, int expected)
    {
        await using SignedApp app = await StartAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/a", body: "abc"u8.ToArray());
        Assert.Equal(expected, await SendAsync(app, $"POST /a HTTP/1.1\r\nHost: x\r\n{Headers(request)}{framing}"));
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_is_verified_like_any_other()
    {
        await using SignedApp app = await StartAsync();
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/a", body: "abc"u8.ToArray());
        using TcpClient socket = await ConnectAsync(app);
        NetworkStream stream = socket.GetStream();
        foreach (char piece in $"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n{Headers(request)}\r\nabc")
        {
            stream.WriteByte((byte)piece);
            await stream.FlushAsync();
        }

        Assert.Equal(200, await ReadStatusAsync(stream));
    }

    [Fact]
    public async Task A_body_that_is_too_slow_for_the_server_is_a_time_out_and_no_error()
    {
        await using SignedApp app = await StartAsync(options => options.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.1)));
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/a", body: "abc"u8.ToArray());
        Assert.Equal(408, await SendAsync(app, $"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n{Headers(request)}\r\na"));
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_in_the_middle_of_its_body_is_no_error()
    {
        await using SignedApp app = await StartAsync();
        for (int i = 0; i < 10; i++)
        {
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/a", body: "abc"u8.ToArray());
            using TcpClient socket = await ConnectAsync(app);
            socket.Client.LingerState = new LingerOption(true, 0);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n{Headers(request)}\r\na"));
        }

        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<int> SendAsync(SignedApp app, string bytes)
    {
        using TcpClient socket = await ConnectAsync(app);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
        return await ReadStatusAsync(socket.GetStream());
    }

    private static async Task<int> ReadStatusAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        string? line = await reader.ReadLineAsync();
        return line is null ? 0 : int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<TcpClient> ConnectAsync(SignedApp app)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        return socket;
    }

    private static string Headers(HttpRequestMessage request) => string.Concat(request.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));

    private static Task<SignedApp> StartAsync(Action<KestrelServerOptions>? configure = null, Action<IServiceCollection>? add = null) => SignedApp.StartAsync(
        app =>
        {
            // An exception handler makes a 500 of whatever reaches it, where the server alone would know better.
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()!.Error.Message)));
            app.UseRouting();
            app.Map("/{**path}", async (HttpRequest request) => (await new StreamReader(request.Body).ReadToEndAsync()).Length).RequireSignature("theone");
        },
        builder =>
        {
            builder.WebHost.ConfigureKestrel(options => configure?.Invoke(options));
            add?.Invoke(builder.Services);
        });
}
