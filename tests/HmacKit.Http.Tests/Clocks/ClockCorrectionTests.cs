namespace HmacKit.Http.Tests.Clocks;

public class ClockCorrectionTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(4);

    public static TheoryData<string> Sources => new("date", "endpoint", "absolute endpoint", "function");

    [Fact]
    public async Task Without_it_a_wrong_clock_stays_wrong()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        using HttpClient client = clocks.Client(correction: null);
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal([VerificationStatus.TimestampTooOld], clocks.Statuses);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_refused_request_is_signed_once_more_with_the_servers_time(string source)
    {
        foreach (TimeSpan ahead in (TimeSpan[])[Ahead, -Ahead])
        {
            await using ClockServer clocks = await ClockServer.StartAsync(ahead);
            using HttpClient client = clocks.Client(Correction(source, clocks));
            using HttpResponseMessage response = await client.PostAsync("/x", new StreamContent(new OneWayStream(new byte[] { 1, 2, 3 })));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal([ahead > TimeSpan.Zero ? VerificationStatus.TimestampTooOld : VerificationStatus.TimestampInFuture, VerificationStatus.Valid], clocks.Statuses);
            Assert.Equal([1, 2, 3], clocks.Server.Seen[^1].Body);
            Assert.Equal(2, clocks.Server.Seen.Where(seen => seen.Target == "/x").Select(seen => seen.Headers["X-API-NONCE"].ToString()).Distinct().Count());
            Assert.Contains("differs", Assert.Single(clocks.Log.Entries).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task What_was_learnt_is_kept(string source)
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        using HttpClient client = clocks.Client(Correction(source, clocks));
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await client.GetAsync("/x");
            clocks.Ours.Advance(TimeSpan.FromHours(1));
            clocks.Theirs.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([VerificationStatus.TimestampTooOld, VerificationStatus.Valid, VerificationStatus.Valid, VerificationStatus.Valid], clocks.Statuses);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_clock_that_is_set_right_later_is_followed_back(string source)
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        ClockCorrection correction = Correction(source, clocks);
        using HttpClient client = clocks.Client(correction);
        using HttpResponseMessage wrong = await client.GetAsync("/x");
        clocks.Ours.Shift(Ahead);
        clocks.Ours.Advance(TimeSpan.FromMinutes(1));
        clocks.Theirs.Advance(TimeSpan.FromMinutes(1));
        using HttpResponseMessage right = await client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(TimeSpan.Zero, correction.Of(clocks.Server.Http1));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_clock_further_away_than_the_limit_is_not_followed(string source)
    {
        foreach ((TimeSpan ahead, bool isFollowed) in ((TimeSpan, bool)[])[(TimeSpan.FromMinutes(9.9), true), (TimeSpan.FromMinutes(10.1), false), (TimeSpan.FromMinutes(-10.1), false), (TimeSpan.FromDays(400), false)])
        {
            await using ClockServer clocks = await ClockServer.StartAsync(ahead);
            using HttpClient client = clocks.Client(Correction(source, clocks));
            using HttpResponseMessage response = await client.GetAsync("/x");
            Assert.Equal(isFollowed ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(isFollowed ? 2 : 1, clocks.Statuses.Count());
            Assert.StartsWith(isFollowed ? "Warning 3003" : "Error 3004", Assert.Single(clocks.Log.Entries).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_request_that_is_refused_for_another_reason_is_not_sent_again(string source)
    {
        foreach (TimeSpan ahead in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(-4)])
        {
            await using ClockServer clocks = await ClockServer.StartAsync(ahead);
            RequestSigner wrongKey = new(ClockServer.Key.Scheme, new KeyRing("key-1", HmacKey.Generate()), clocks.Ours);
            using HttpClient client = clocks.Client(Correction(source, clocks), wrongKey);
            using HttpResponseMessage response = await client.GetAsync("/x");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal([VerificationStatus.SignatureMismatch], clocks.Statuses);
            Assert.Empty(clocks.Log.Entries);
        }
    }

    [Fact]
    public async Task A_request_is_signed_again_no_more_than_once()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        RequestSigner wrongKey = new(ClockServer.Key.Scheme, new KeyRing("key-1", HmacKey.Generate()), clocks.Ours);
        using HttpClient client = clocks.Client(ClockCorrection.FromDateHeader(), wrongKey);
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Equal([VerificationStatus.TimestampTooOld, VerificationStatus.SignatureMismatch], clocks.Statuses);
    }

    [Fact]
    public async Task Only_a_401_has_the_clock_looked_at()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        Func<Seen, Microsoft.AspNetCore.Http.HttpContext, Task> answer = clocks.Server.Answer!;
        clocks.Server.Answer = async (seen, context) =>
        {
            await answer(seen, context);
            context.Response.StatusCode = 403;
        };
        using HttpClient client = clocks.Client(ClockCorrection.FromDateHeader());
        using HttpResponseMessage response = await client.GetAsync("/x");
        Assert.Single(clocks.Statuses);
    }

    [Fact]
    public async Task Requests_that_are_refused_at_once_ask_the_server_once()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(Ahead);
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time"));
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.GetAsync($"/{i}")));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(1, clocks.TimesAsked);
    }

    [Fact]
    public async Task A_wrong_key_has_the_server_asked_every_30_seconds_and_not_more()
    {
        await using ClockServer clocks = await ClockServer.StartAsync(TimeSpan.Zero);
        RequestSigner wrongKey = new(ClockServer.Key.Scheme, new KeyRing("key-1", HmacKey.Generate()), clocks.Ours);
        using HttpClient client = clocks.Client(ClockCorrection.FromEndpoint("/api/v1/time"), wrongKey);
        for (int second = 0; second <= 60; second++)
        {
            using HttpResponseMessage response = await client.GetAsync("/x");
            clocks.Ours.Advance(TimeSpan.FromSeconds(1));
            clocks.Theirs.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, clocks.TimesAsked);
    }

    [Fact]
    public async Task Each_origin_has_a_clock_of_its_own()
    {
        await using ClockServer wrong = await ClockServer.StartAsync(Ahead);
        await using ClockServer right = await ClockServer.StartAsync(TimeSpan.Zero);
        using HttpClient client = wrong.Client(ClockCorrection.FromDateHeader());
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage first = await client.GetAsync(new Uri(wrong.Server.Http1, "/x"));
            using HttpResponseMessage second = await client.GetAsync(new Uri(right.Server.Http1, "/x"));
        }

        Assert.Equal([VerificationStatus.TimestampTooOld, VerificationStatus.Valid, VerificationStatus.Valid], wrong.Statuses);
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Valid], right.Statuses);
    }

    [Fact]
    public async Task The_clocks_of_a_hundred_origins_are_remembered_and_not_more()
    {
        var ours = new ManualTimeProvider();
        var stub = new StubHandler((_, _) => new(HttpStatusCode.Unauthorized) { Headers = { Date = ours.GetUtcNow() + Ahead } });
        var correction = ClockCorrection.FromDateHeader();
        using var client = new HttpClient(new SigningHandler(ClockServer.Key.Signer(ours), new() { ClockCorrection = correction, TimeProvider = ours }) { InnerHandler = stub });
        for (int i = 0; i < 110; i++)
        {
            using HttpResponseMessage response = await client.GetAsync($"https://host-{i}.example/");
        }

        Assert.Equal(100, Enumerable.Range(0, 110).Count(i => correction.Of(new Uri($"https://host-{i}.example/other")) != TimeSpan.Zero));
    }

    [Theory]
    [InlineData("http://api.example.com/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("https://api.example.com/", true)]
    [InlineData("http://127.0.0.1:5080/", true)]
    [InlineData("http://[::1]:5080/", true)]
    [InlineData("http://localhost:5080/", true)]
    public async Task A_time_that_came_over_plain_HTTP_is_not_believed_unless_from_this_machine(string address, bool isBelieved)
    {
        foreach (string source in (string[])["date", "endpoint"])
        {
            var ours = new ManualTimeProvider();
            var log = new CapturedLog();
            var stub = new StubHandler((request, _) => request.RequestUri!.AbsolutePath == "/time"
                ? new(HttpStatusCode.OK) { Content = new StringContent($$"""{"serverTime":{{(ours.GetUtcNow() + Ahead).ToUnixTimeMilliseconds()}}}""") }
                : new(HttpStatusCode.Unauthorized) { Headers = { Date = ours.GetUtcNow() + Ahead } });
            ClockCorrection correction = source == "date" ? ClockCorrection.FromDateHeader() : ClockCorrection.FromEndpoint("/time");
            using var client = new HttpClient(new SigningHandler(ClockServer.Key.Signer(ours), new() { ClockCorrection = correction, TimeProvider = ours, AllowPlainHttpBecauseTheNetworkIsTrusted = true }, log.For<SigningHandler>()) { InnerHandler = stub });
            using HttpResponseMessage response = await client.GetAsync(address);
            Assert.Equal(isBelieved, correction.Of(new Uri(address)) != TimeSpan.Zero);
            Assert.Equal(isBelieved ? (source == "date" ? 2 : 3) : 1, stub.Requests.Count);
            Assert.StartsWith(isBelieved ? "Warning 3003" : "Warning 3005", Assert.Single(log.Entries).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_without_a_date_is_handed_on()
    {
        var stub = new StubHandler((_, _) => new(HttpStatusCode.Unauthorized));
        using var client = new HttpClient(new SigningHandler(ClockServer.Key.Signer(), new() { ClockCorrection = ClockCorrection.FromDateHeader() }) { InnerHandler = stub });
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public void The_limits_are_those_that_are_documented()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), ClockCorrection.FromDateHeader().MaxCorrection);
        Assert.Equal(TimeSpan.FromSeconds(5), ClockCorrection.MinDifference);
        Assert.Equal(TimeSpan.FromDays(1), ClockCorrection.FromDateHeader(TimeSpan.FromDays(1)).MaxCorrection);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClockCorrection.FromDateHeader(TimeSpan.FromDays(1.01)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClockCorrection.FromDateHeader(TimeSpan.FromSeconds(4.9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClockCorrection.FromEndpoint("/time", maxCorrection: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClockCorrection.FromFunction(_ => Task.FromResult<DateTimeOffset?>(null), -TimeSpan.FromMinutes(1)));
    }

    private static ClockCorrection Correction(string source, ClockServer clocks) => source switch
    {
        "date" => ClockCorrection.FromDateHeader(),
        "endpoint" => ClockCorrection.FromEndpoint("/api/v1/time"),
        "absolute endpoint" => ClockCorrection.FromEndpoint(new Uri(clocks.Server.Http1, "/api/v1/time").AbsoluteUri),
        _ => ClockCorrection.FromFunction(_ => Task.FromResult<DateTimeOffset?>(clocks.Theirs.GetUtcNow())),
    };
}
