using System.Net;
using System.Net.Http.Headers;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>
/// What is verified is what is handled: whatever stands before a signed endpoint, and however its handler reads, the handler
/// sees exactly the bytes that were verified, or the request is refused.
/// </summary>
public class VerifiedBodyTests
{
    public static TheoryData<string> Careful => new(BodyMiddlewares.Careful);

    public static TheoryData<string> Careless => new(BodyMiddlewares.Careless);

    [Theory]
    [MemberData(nameof(Careful))]
    public async Task A_handler_sees_the_verified_bytes_behind_a_middleware_that_leaves_them_whole(string middleware)
    {
        await using Server server = await Server.StartAsync(middleware);
        foreach (Call call in Calls(0, 19, 300_000, 3_000_000))
        {
            (HttpStatusCode status, string text) = await server.SendAsync(call);

            // Binders may want more than nothing; and nothing without a length looks like a body that was read.
            bool isRefused = call.Length == 0 && (status == HttpStatusCode.BadRequest || (status == HttpStatusCode.Unauthorized && !call.HasLength));
            Assert.True((status == HttpStatusCode.OK && text == call.Digest) || isRefused, $"{middleware}, {call}: {status} {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Careless))]
    public async Task A_body_that_something_has_read_before_is_refused(string middleware)
    {
        await using Server server = await Server.StartAsync(middleware);
        foreach (Call call in Calls(0, 19, 300_000))
        {
            (HttpStatusCode status, string text) = await server.SendAsync(call);
            bool isSpoiled = call.Length > 0 && (!BodyMiddlewares.IsOfForms(middleware) || call.ContentType != BodyReaders.Json);
            Assert.True((status == HttpStatusCode.OK && text == call.Digest && !isSpoiled) || (int)status is >= 400 and < 500, $"{middleware}, {call}: {status} {text}");
        }

        Assert.Contains(server.App.Log.Entries, entry => entry.Text.Contains("BodyAlreadyRead", StringComparison.Ordinal));
        Assert.Single(server.App.Log.Entries, entry => entry.Text.Contains("was read before the verification", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Careful))]
    [MemberData(nameof(Careless))]
    public async Task A_signature_over_an_empty_body_lets_no_other_body_through(string middleware)
    {
        await using Server server = await Server.StartAsync(middleware);
        foreach (Call call in Calls(19, 300_000))
        {
            (HttpStatusCode status, string text) = await server.SendAsync(call, signedBody: []);
            Assert.True((int)status is >= 400 and < 500, $"{middleware}, {call}: {status} {text}");
        }
    }

    private static IEnumerable<Call> Calls(params int[] lengths) =>
        from reader in BodyReaders.All
        from length in lengths
        from isHttp2 in (bool[])[false, true]
        from hasLength in (bool[])[true, false]
        select new Call(reader.Target, reader.ContentType, length, isHttp2, hasLength);

    private sealed record Call(string Target, string ContentType, int Length, bool IsHttp2, bool HasLength)
    {
        public byte[] Body { get; } = BodyReaders.Make(Target, ContentType, Length).Body;

        public string Digest { get; } = BodyReaders.Make(Target, ContentType, Length).Digest;
    }

    /// <summary>One host for a middleware, with a port for each version of HTTP.</summary>
    private sealed class Server(SignedApp app) : IAsyncDisposable
    {
        private readonly Uri[] _addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address))];

        public SignedApp App => app;

        public static async Task<Server> StartAsync(string middleware) => new(await BodyMiddlewares.StartAsync(
            middleware,
            builder => builder.WebHost.ConfigureKestrel(options =>
            {
                options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
                options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            })));

        public async Task<(HttpStatusCode Status, string Text)> SendAsync(Call call, byte[]? signedBody = null)
        {
            HttpContent content = call.HasLength ? new ByteArrayContent(call.Body) : new StreamContent(new Endless(call.Body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
            using HttpRequestMessage request = app.Sign(HttpMethod.Post, call.Target, content, signedBody ?? call.Body);
            request.RequestUri = new Uri(_addresses[call.IsHttp2 ? 1 : 0], call.Target);
            request.Version = call.IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TransferEncodingChunked = call is { HasLength: false, IsHttp2: false } ? true : null;
            try
            {
                using HttpResponseMessage response = await app.Client.SendAsync(request);
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException exception)
            {
                // The server closes the connection of a request whose reading somebody has left half done.
                return ((HttpStatusCode)StatusCodes.Status499ClientClosedRequest, exception.Message);
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        /// <summary>A stream without a length, so that the content has none.</summary>
        private sealed class Endless(byte[] body) : MemoryStream(body)
        {
            public override bool CanSeek => false;
        }
    }
}
