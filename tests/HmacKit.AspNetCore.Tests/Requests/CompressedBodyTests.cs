using System.IO.Compression;
using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Of a compressed body, what is signed is what was on the wire. Unpacking comes behind the verification.</summary>
public class CompressedBodyTests
{
    private static readonly byte[] Plain = [.. BodyDigest.Bytes(2000), .. new byte[5000]];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_unpacking_the_handler_gets_the_compressed_bytes_that_were_verified(bool hasLength)
    {
        await using SignedApp app = await SignedApp.StartAsync(app => Map(app));
        byte[] packed = Pack(Plain);
        using HttpResponseMessage response = await app.Client.SendAsync(Request(app, packed, packed, hasLength));
        Assert.Equal(BodyDigest.Of(packed), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Unpacked_before_the_verification_it_is_refused_whatever_was_signed(bool hasLength, bool isPlainSigned)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.UseRequestDecompression();
                Map(app);
            },
            builder => builder.Services.AddRequestDecompression());
        byte[] packed = Pack(Plain);
        using HttpResponseMessage response = await app.Client.SendAsync(Request(app, packed, isPlainSigned ? Plain : packed, hasLength));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(app.Log.Entries, entry => entry.Text.EndsWith("refused POST /x: BodyAlreadyRead.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verified_by_the_authentication_and_unpacked_behind_it_the_handler_gets_the_plain_bytes(bool hasLength)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseRequestDecompression();
                Map(app);
            },
            builder =>
            {
                builder.Services.AddRequestDecompression();
                builder.Services.AddAuthentication("theone").AddHmac("theone");
            });
        byte[] packed = Pack(Plain);
        using HttpResponseMessage response = await app.Client.SendAsync(Request(app, packed, packed, hasLength));
        Assert.Equal(BodyDigest.Of(Plain), await response.Content.ReadAsStringAsync());
        using HttpResponseMessage refused = await app.Client.SendAsync(Request(app, packed, Plain, hasLength));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static void Map(WebApplication app) => app.MapPost("/x", (HttpRequest request) => BodyDigest.OfAsync(request.Body)).RequireSignature("theone");

    private static HttpRequestMessage Request(SignedApp app, byte[] sent, byte[] signed, bool hasLength)
    {
        var content = new ByteArrayContent(sent) { Headers = { ContentEncoding = { "gzip" } } };
        HttpRequestMessage request = app.Sign(HttpMethod.Post, "/x", content, signed);
        request.Headers.TransferEncodingChunked = hasLength ? null : true;
        return request;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
