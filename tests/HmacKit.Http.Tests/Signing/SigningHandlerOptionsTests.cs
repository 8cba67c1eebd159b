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
    public void A_scheme_without_a_time_has_no_clock_to_correct()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SigningHandler(
            new SigningKey(SchemeCatalog.Body).Signer(), new() { ClockCorrection = ClockCorrection.FromDateHeader() }));
        Assert.Contains("'body'", exception.Message, StringComparison.Ordinal);
    }
}
