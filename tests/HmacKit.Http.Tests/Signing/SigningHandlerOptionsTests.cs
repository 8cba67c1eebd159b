namespace HmacKit.Http.Tests.Signing;

public class SigningHandlerOptionsTests
{
    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new SigningHandlerOptions();
        Assert.Equal((1024 * 1024, 5, null, null), (options.MaxContentBytes, options.MaxRedirects, options.ClockCorrection, options.Origin));
        Assert.Equal(VerifierOptions.DefaultMaxBodyBytes, options.MaxContentBytes);
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(1, -1)]
    [InlineData(1, 51)]
    public void Limits_out_of_bounds_are_refused(int maxContentBytes, int maxRedirects) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new SigningHandler(SigningKey.TheOne.Signer(), new() { MaxContentBytes = maxContentBytes, MaxRedirects = maxRedirects }));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(int.MaxValue, 50)]
    public void Limits_at_their_bounds_are_taken(int maxContentBytes, int maxRedirects)
    {
        using var handler = new SigningHandler(SigningKey.TheOne.Signer(), new() { MaxContentBytes = maxContentBytes, MaxRedirects = maxRedirects });
    }

    [Fact]
    public async Task An_origin_that_is_set_is_the_only_one()
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new SigningHandler(SigningKey.TheOne.Signer(), new() { Origin = new Uri("https://api.example.com/v1") }) { InnerHandler = stub });
        using HttpResponseMessage response = await client.GetAsync("https://API.example.com:443/v2");
        foreach (string other in (string[])["https://other.example.com/v1", "http://api.example.com/v1", "https://api.example.com:8443/v1"])
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(other));
            Assert.Contains("https://api.example.com:443", exception.Message, StringComparison.Ordinal);
        }

        Assert.Single(stub.Requests);
        Assert.Throws<ArgumentException>(() => new SigningHandler(SigningKey.TheOne.Signer(), new() { Origin = new Uri("relative", UriKind.Relative) }));
    }

    [Fact]
    public async Task Nothing_is_signed_for_another_machine_over_plain_HTTP_unless_the_network_is_trusted()
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new SigningHandler(SigningKey.TheOne.Signer()) { InnerHandler = stub });
        foreach (string address in (string[])["http://api.example.com/", "http://10.0.0.1:5080/", "http://localhost.example.com/"])
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(address));
            Assert.Contains("AllowPlainHttpBecauseTheNetworkIsTrusted", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(stub.Requests);
        foreach (string address in (string[])["https://api.example.com/", "http://localhost:5080/", "http://127.0.0.1/", "http://[::1]/"])
        {
            using HttpResponseMessage response = await client.GetAsync(address);
        }

        Assert.Equal(4, stub.Requests.Count);
        using var trusting = new HttpClient(new SigningHandler(SigningKey.TheOne.Signer(), new() { AllowPlainHttpBecauseTheNetworkIsTrusted = true }) { InnerHandler = stub });
        using HttpResponseMessage sent = await trusting.GetAsync("http://api.internal/");
        Assert.Equal(5, stub.Requests.Count);
    }

    [Fact]
    public async Task The_signer_is_asked_for_at_each_attempt()
    {
        SigningKey key = SigningKey.TheOne;
        KeyRing ring = key.Ring;
        await using SignedServer server = await SignedServer.StartAsync(key);
        using var client = new HttpClient(new SigningHandler(() => new RequestSigner(key.Scheme, ring)) { InnerHandler = SigningKey.Sockets() });
        using HttpResponseMessage first = await client.GetAsync(server.Http1);
        ring = new KeyRing("key-1", HmacKey.Generate());
        using HttpResponseMessage second = await client.GetAsync(server.Http1);
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.SignatureMismatch], server.Seen.Select(seen => seen.Status));
        Assert.Throws<ArgumentNullException>(() => new SigningHandler((Func<RequestSigner>)null!));
        Assert.Throws<ArgumentNullException>(() => new SigningHandler((RequestSigner)null!));
    }

    [Fact]
    public void A_scheme_without_a_time_has_no_clock_to_correct()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SigningHandler(
            new SigningKey(SchemeCatalog.Body).Signer(), new() { ClockCorrection = ClockCorrection.FromDateHeader() }));
        Assert.Contains("'body'", exception.Message, StringComparison.Ordinal);
    }
}
