using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>Endpoints that ask for one of the four standards, in a header or in the query, without a line of their own.</summary>
public class StandardsTests
{
    private static readonly Uri Origin = new("https://api.example.com");

    [Theory]
    [InlineData("http-message-signatures", "POST")]
    [InlineData("rfc9421", "POST")]
    [InlineData("hawk", "POST")]
    [InlineData("hawk-bewit", "GET")]
    [InlineData("oauth1-sha256", "POST")]
    [InlineData("aws-sigv4", "POST")]
    [InlineData("aws-sigv4-presigned", "GET")]
    [InlineData("aws-s3", "POST")]
    public async Task A_signed_request_is_let_in_and_a_changed_one_is_not(string name, string method)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        foreach (string value in scheme.MissingValues)
        {
            scheme = scheme.With(value, "eu-1");
        }

        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapMethods("/x", ["GET", "POST"], async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync()).RequireSignature(name),
            builder =>
            {
                builder.Services.AddHmacKit(hmac => hmac.AddScheme(scheme, options => options.Keys = new MemoryKeySource(SignedApp.Ring)));
                builder.Services.Configure<SignatureOptions>(name, options => options.PublicOrigin = Origin);
            });
        string body = method == "GET" ? "" : "{\"amount\":1}";
        using HttpResponseMessage good = await app.Client.SendAsync(Sign(app, scheme, method, "/x?a=b%20c", body));
        Assert.Equal((HttpStatusCode.OK, body), (good.StatusCode, await good.Content.ReadAsStringAsync()));

        HttpRequestMessage elsewhere = Sign(app, scheme, method, "/x?a=b%20c", body);
        elsewhere.RequestUri = new Uri(elsewhere.RequestUri!.OriginalString.Replace("a=b", "a=c", StringComparison.Ordinal), UriKind.Relative);
        using HttpResponseMessage changed = await app.Client.SendAsync(elsewhere);
        Assert.Equal(HttpStatusCode.Unauthorized, changed.StatusCode);

        if (body.Length > 0)
        {
            HttpRequestMessage other = Sign(app, scheme, method, "/x?a=b%20c", body);
            other.Content = new StringContent("{\"amount\":2}", null, "application/json");
            using HttpResponseMessage refused = await app.Client.SendAsync(other);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using HttpResponseMessage unsigned = await app.Client.GetAsync("/x?a=b%20c");
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    private static HttpRequestMessage Sign(SignedApp app, SignatureScheme scheme, string method, string target, string body)
    {
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("Host", Origin.Host)];
        if (body.Length > 0)
        {
            headers.Add(KeyValuePair.Create("Content-Type", "application/json; charset=utf-8"));
        }

        var request = new RawRequest(method, target, headers, System.Text.Encoding.UTF8.GetBytes(body), new PublicOrigin(Origin));
        SignedHeaders signed = new RequestSigner(scheme, SignedApp.Ring, app.Clock).Sign(request);
        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(signed.Target, UriKind.Relative));
        message.Headers.Host = Origin.Host;
        if (body.Length > 0)
        {
            message.Content = new StringContent(body, null, "application/json");
        }

        foreach ((string name, string value) in signed)
        {
            Assert.True(message.Headers.TryAddWithoutValidation(name, value), name);
        }

        return message;
    }
}
