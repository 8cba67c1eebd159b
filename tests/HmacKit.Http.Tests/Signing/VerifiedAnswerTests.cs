using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HmacKit.Http.Tests.Signing;

/// <summary>Answers of a real server, signed here from the bytes and without HmacKit; and what somebody on the way may make of them.</summary>
public class VerifiedAnswerTests
{
    private const string Header = "X-Answer-Signature";

    private static readonly SigningKey Key = SigningKey.TheOne;

    private static readonly SignatureScheme Answers = SignatureScheme.Compile(new()
    {
        Name = "theone-answer",
        Message = "{nonce}\n{timestamp}\n{status}\n{body}",
        Headers = { [Header] = HeaderFormat.Text("{signature:hex}") },
        AnswersTo = SchemeCatalog.TheOne,
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
    });

    [Theory]
    [InlineData("GET", 200, "signed")]
    [InlineData("POST", 500, "signed too")]
    [InlineData("HEAD", 200, "")]
    [InlineData("DELETE", 204, "")]
    public async Task An_answer_that_is_signed_for_its_request_is_handed_on(string method, int status, string body)
    {
        await using SignedServer server = await StartAsync((seen, context) => WriteAsync(seen, context, status, body));
        using HttpClient client = Client();
        using HttpResponseMessage response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(server.Http1, "/a?b=c")), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("unsigned", VerificationStatus.MissingHeader)]
    [InlineData("signed twice", VerificationStatus.MalformedHeader)]
    [InlineData("upper case", VerificationStatus.MalformedHeader)]
    [InlineData("another body", VerificationStatus.SignatureMismatch)]
    [InlineData("another status", VerificationStatus.SignatureMismatch)]
    [InlineData("another key", VerificationStatus.SignatureMismatch)]
    [InlineData("the request's own signature", VerificationStatus.SignatureMismatch)]
    public async Task Any_other_answer_throws_and_says_why(string change, VerificationStatus status)
    {
        await using SignedServer server = await StartAsync((seen, context) =>
        {
            string right = Sign(seen, 200, "body");
            context.Response.StatusCode = change == "another status" ? 201 : 200;
            context.Response.Headers[Header] = change switch
            {
                "unsigned" => default,
                "signed twice" => new[] { right, right },
                "upper case" => right.ToUpperInvariant(),
                "another key" => Sign(seen, 200, "body", "another secret, of nobody that is known"),
                "the request's own signature" => seen.Headers["X-API-SIGN"],
                _ => right,
            };
            return context.Response.WriteAsync(change == "another body" ? "bodY" : "body");
        });
        UnverifiedAnswerException exception = await RefusedAsync(server);
        Assert.Equal(status, exception.Status);
        Assert.Equal(change == "another status" ? HttpStatusCode.Created : HttpStatusCode.OK, exception.StatusCode);
        Assert.Contains("theone-answer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_to_another_request_is_refused()
    {
        string? first = null;
        await using SignedServer server = await StartAsync((seen, context) =>
        {
            first ??= Sign(seen, 200, "same");
            context.Response.Headers[Header] = first;
            return context.Response.WriteAsync("same");
        });
        using HttpClient client = Client();
        Assert.Equal("same", await client.GetStringAsync(server.Http1));
        Assert.Equal(VerificationStatus.SignatureMismatch, (await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetStringAsync(server.Http1))).Status);
    }

    [Theory]
    [InlineData(100, true, true)]
    [InlineData(100, false, true)]
    [InlineData(101, true, false)]
    [InlineData(101, false, false)]
    public async Task An_answer_over_the_limit_is_refused_with_and_without_its_length(int length, bool isLengthSaid, bool isTaken)
    {
        string body = new('x', length);
        await using SignedServer server = await StartAsync(async (seen, context) =>
        {
            context.Response.Headers[Header] = Sign(seen, 200, body);
            context.Response.ContentLength = isLengthSaid ? length : null;
            await context.Response.StartAsync();
            await context.Response.WriteAsync(body);
        });
        using HttpClient client = Client(options => options.MaxAnswerBytes = 100);
        if (isTaken)
        {
            Assert.Equal(body, await client.GetStringAsync(server.Http1));
        }
        else
        {
            Assert.Equal(VerificationStatus.BodyTooLarge, (await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetStringAsync(server.Http1))).Status);
        }
    }

    [Theory]
    [InlineData(401)]
    [InlineData(307)]
    public async Task A_refusal_and_a_redirect_are_believed_only_if_they_are_signed(int status)
    {
        await using SignedServer server = await StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        Assert.Equal((VerificationStatus.MissingHeader, (HttpStatusCode)status), (await RefusedAsync(server)) is var refusal ? (refusal.Status, refusal.StatusCode!.Value) : default);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Each_attempt_of_a_redirect_has_an_answer_of_its_own()
    {
        await using SignedServer server = await StartAsync((seen, context) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return WriteAsync(seen, context, seen.Number == 1 ? 307 : 200, "x");
        });
        using HttpClient client = Client();
        Assert.Equal("x", await client.GetStringAsync(server.Http1));
        Assert.Equal(["/", "/elsewhere"], server.Seen.Select(seen => seen.Target));
    }

    [Fact]
    public async Task However_long_an_answer_takes_it_belongs_to_its_request()
    {
        var clock = new ManualTimeProvider();
        await using SignedServer server = await StartAsync(
            (seen, context) =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                return WriteAsync(seen, context, 200, "late");
            },
            clock);
        using HttpClient client = Client(options => options.TimeProvider = clock);
        Assert.Equal("late", await client.GetStringAsync(server.Http1));
    }

    [Fact]
    public void The_scheme_has_to_be_for_answers_to_the_requests_of_the_client()
    {
        foreach (SignatureScheme scheme in (SignatureScheme[])[SchemeCatalog.TheOne, SchemeCatalog.AcquiaHttpHmac2Response])
        {
            Assert.Contains("'theone'", Assert.Throws<ArgumentException>(() => Client(options => options.Answers = scheme)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Client(options => options.MaxAnswerBytes = 0));
    }

    private static HttpClient Client(Action<SigningHandlerOptions>? configure = null)
    {
        var options = new SigningHandlerOptions { Answers = Answers };
        configure?.Invoke(options);
        return Key.Client(options);
    }

    private static async Task<SignedServer> StartAsync(Func<Seen, HttpContext, Task> answer, TimeProvider? clock = null)
    {
        SignedServer server = await SignedServer.StartAsync(Key, clock);
        server.Answer = (seen, context) =>
        {
            Assert.True(seen.IsValid);
            return answer(seen, context);
        };
        return server;
    }

    private static async Task<UnverifiedAnswerException> RefusedAsync(SignedServer server)
    {
        using HttpClient client = Client();
        return await Assert.ThrowsAsync<UnverifiedAnswerException>(() => client.GetAsync(server.Http1));
    }

    private static Task WriteAsync(Seen seen, HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers[Header] = Sign(seen, status, body);
        return body.Length > 0 ? context.Response.WriteAsync(body) : Task.CompletedTask;
    }

    private static string Sign(Seen seen, int status, string body, string secret = SigningKey.Secret)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"{seen.Headers["X-API-NONCE"]}\n{seen.Headers["X-API-TIMESTAMP"]}\n{status}\n{body}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message)));
    }
}
