using System.Net;

namespace HmacKit.Testing.Tests.Hostile;

public class HostileRequestsTests
{
    private static readonly KeyRing Keys = new("k", HmacKey.Generate());

    [Fact]
    public async Task A_client_that_follows_redirects_does_not_make_an_acceptance_of_them()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.Redirects);
        using var client = new HttpClient();
        HostileReport report = await HostileRequests.AimAsync(client, endpoint.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, HandWrittenEndpoint.Options);
        HostileOutcome failure = report.Failures.First(outcome => outcome.Name == "signature/flipped-first");
        Assert.Contains("redirect", failure.Got, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Flaw.None)]
    [InlineData(Flaw.TakesHexInAnyCase, "signature/upper-case")]
    [InlineData(Flaw.SignsTheDecodedPath, "path/encoded")]
    [InlineData(Flaw.ForgetsNonces, "replay/again", "replay/other-body")]
    public async Task A_client_finds_the_flaws_too(Flaw flaw, params string[] names)
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(flaw);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        HostileReport report = await HostileRequests.AimAsync(client, endpoint.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, HandWrittenEndpoint.Options);
        string[] failed = [.. report.Failures.Select(failure => failure.Name)];
        Assert.Empty(names.Except(failed));
        Assert.Equal(flaw == Flaw.None, failed.Length == 0);
    }

    [Fact]
    public async Task An_address_without_an_origin_and_missing_arguments_are_mistakes_of_the_program()
    {
        using var client = new HttpClient();
        var relative = new Uri("/x", UriKind.Relative);
        await Assert.ThrowsAsync<ArgumentException>("endpoint", () => HostileRequests.AimAsync(client, relative, SchemeCatalog.TheOne, Keys));
        await Assert.ThrowsAsync<ArgumentException>("endpoint", () => HostileRequests.AimAsync(relative, SchemeCatalog.TheOne, Keys));
        await Assert.ThrowsAsync<ArgumentException>("endpoint", () => HostileRequests.AimAsync(new Uri("ftp://x/"), SchemeCatalog.TheOne, Keys));
        await Assert.ThrowsAsync<ArgumentNullException>("scheme", () => HostileRequests.AimAsync(client, new Uri("http://x/"), null!, Keys));
        await Assert.ThrowsAsync<ArgumentNullException>("keys", () => HostileRequests.AimAsync(client, new Uri("http://x/"), SchemeCatalog.TheOne, null!));
    }

    [Fact]
    public async Task It_can_be_cancelled()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HostileRequests.AimAsync(
            endpoint.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new HostileOptions();
        Assert.Equal((HttpMethod.Post, VerifierOptions.DefaultMaxBodyBytes, TimeSpan.FromSeconds(30)), (options.Method, options.MaxBodyBytes, options.Timeout));
        Assert.Equal([new("Content-Type", "application/json")], options.Headers);
        Assert.True(options.IsAccepted(HttpStatusCode.NoContent, ""));
        Assert.False(options.IsAccepted(HttpStatusCode.Found, ""));
        Assert.False(options.AnswersMayTellTheCause || options.AcceptsReplaysBecauseTheHandlerIsIdempotent);
    }
}
