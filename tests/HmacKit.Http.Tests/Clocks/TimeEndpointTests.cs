using Microsoft.AspNetCore.Http;

namespace HmacKit.Http.Tests.Clocks;

public class TimeEndpointTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("""{"serverTime":MS}""", "serverTime", TimestampFormat.UnixMilliseconds)]
    [InlineData("""{"a":[1],"serverTime":"MS","z":{}}""", "serverTime", TimestampFormat.UnixMilliseconds)]
    [InlineData("""{"now":S}""", "now", TimestampFormat.UnixSeconds)]
    public async Task The_time_is_a_number_or_a_string_of_digits(string answer, string member, TimestampFormat format)
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        long now = clocks.Theirs.GetUtcNow().ToUnixTimeMilliseconds();
        clocks.TimeAnswer = context => context.Response.WriteAsync(
            answer.Replace("MS", $"{now}", StringComparison.Ordinal).Replace("S", $"{now / 1000}", StringComparison.Ordinal).Replace($"\"{now / 1000}erver", "\"server", StringComparison.Ordinal));
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time", member, format));
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[1766000000123]")]
    [InlineData("1766000000123")]
    [InlineData("{}")]
    [InlineData("""{"servertime":1766000000123}""")]
    [InlineData("""{"data":{"serverTime":1766000000123}}""")]
    [InlineData("""{"serverTime":null}""")]
    [InlineData("""{"serverTime":-1}""")]
    [InlineData("""{"serverTime":1766000000123.5}""")]
    [InlineData("""{"serverTime":99999999999999999999}""")]
    [InlineData("""{"serverTime":999999999999999999}""")]
    [InlineData("""{"serverTime":" 1766000000123"}""")]
    [InlineData("""{"serverTime":"2025-12-17T19:33:20Z"}""")]
    public async Task An_answer_without_a_time_corrects_nothing(string answer)
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        clocks.TimeAnswer = context => context.Response.WriteAsync(answer);
        await CorrectsNothingAsync(clocks);
    }

    [Fact]
    public async Task An_answer_of_another_status_corrects_nothing()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        clocks.TimeAnswer = context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"serverTime":{{clocks.Theirs.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
        };
        await CorrectsNothingAsync(clocks);
    }

    [Fact]
    public async Task An_answer_over_16_KiB_is_not_read()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        clocks.TimeAnswer = context => context.Response.WriteAsync(
            $$"""{"serverTime":{{clocks.Theirs.GetUtcNow().ToUnixTimeMilliseconds()}}}""" + new string(' ', 16 * 1024));
        await CorrectsNothingAsync(clocks);
    }

    [Fact]
    public async Task The_endpoint_is_asked_without_a_signature()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time"));
        client.DefaultRequestHeaders.Authorization = new("Bearer", "mine");
        using HttpResponseMessage response = await client.GetAsync("/x");
        Seen asked = clocks.Server.Seen.Single(seen => seen.Target == "/api/v1/time");
        Assert.Equal(["Host"], asked.Headers.Keys);
    }

    [Fact]
    public async Task The_endpoint_is_asked_over_HTTP_2_where_the_request_was()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time"));
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using HttpResponseMessage response = await client.GetAsync(new Uri(clocks.Server.Http2, "/x"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(clocks.Server.Seen, seen => Assert.Equal("HTTP/2", seen.Protocol));
    }

    [Fact]
    public async Task The_time_that_the_answer_takes_is_halved()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        var correction = ClockCorrection.FromEndpoint("/api/v1/time");
        clocks.TimeAnswer = context =>
        {
            clocks.Ours.Advance(TimeSpan.FromSeconds(10));
            return context.Response.WriteAsync($$"""{"serverTime":{{clocks.Theirs.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
        };
        using HttpClient client = clocks.Client(correction);
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Equal(Ahead - TimeSpan.FromSeconds(5), correction.Of(clocks.Server.Http1));
    }

    [Theory]
    [InlineData("http://api.example.com/time")]
    [InlineData("//api.example.com/time")]
    [InlineData("ftp://127.0.0.1/time")]
    [InlineData("file:///time")]
    [InlineData("time")]
    [InlineData(" ")]
    [InlineData("")]
    public void An_endpoint_that_anybody_could_answer_for_is_refused(string uri) =>
        Assert.ThrowsAny<ArgumentException>(() => ClockCorrection.FromEndpoint(uri));

    [Theory]
    [InlineData("/api/v1/time")]
    [InlineData("/")]
    [InlineData("https://time.example.com/now?format=json")]
    [InlineData("http://127.0.0.1:5080/time")]
    public void Paths_and_protected_endpoints_are_taken(string uri) => Assert.NotNull(ClockCorrection.FromEndpoint(uri));

    [Theory]
    [InlineData(TimestampFormat.Rfc3339)]
    [InlineData(TimestampFormat.HttpDate)]
    public void Other_formats_are_for_a_function(TimestampFormat format)
    {
        var exception = Assert.Throws<ArgumentException>(() => ClockCorrection.FromEndpoint("/time", format: format));
        Assert.Contains("FromFunction", exception.Message, StringComparison.Ordinal);
    }

    private static async Task CorrectsNothingAsync(ClockServer clocks)
    {
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time"));
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(clocks.Statuses);
        Assert.Equal(1, clocks.TimesAsked);
        Assert.StartsWith("Warning 3006", Assert.Single(clocks.Log.Entries).ToString(), StringComparison.Ordinal);
    }
}
