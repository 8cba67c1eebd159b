using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class ControllerTests
{
    [Fact]
    public async Task An_action_with_the_attribute_takes_signed_requests_only_and_binds_their_body()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapControllers(),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(SignedController).Assembly));
        byte[] body = """{"value":"hello"}"""u8.ToArray();
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using HttpResponseMessage signed = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/signed/echo", content, body));
        using HttpResponseMessage unsigned = await app.Client.PostAsync("/signed/echo", new StringContent("broken", null, "application/json"));

        Assert.Equal("hello client-1", await signed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }
}

[ApiController]
[Route("signed")]
[RequireSignature("theone")]
public class SignedController : ControllerBase
{
    [HttpPost("echo")]
    public string Echo([FromBody] EchoBody body) => $"{body.Value} {HttpContext.GetVerification().KeyId}";

    public sealed record EchoBody(string Value);
}
