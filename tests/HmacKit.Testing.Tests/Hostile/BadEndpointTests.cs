using System.Net;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>Real Kestrel over sockets: an endpoint that is right passes, and each usual flaw is found by what it lets through.</summary>
public class BadEndpointTests
{
    public static TheoryData<Flaw, string[]> Flaws => new()
    {
        { Flaw.AcceptsEverything, ["headers/none", "time/too-old", "key/wrong-secret", "signature/empty", "body/other", "path/other", "replay/again", "body/too-large"] },
        { Flaw.ChecksNoSignature, ["key/wrong-secret", "key/empty-secret", "signature/flipped-first", "signature/empty", "signature/zeros", "body/empty", "query/added", "time/replaced"] },
        { Flaw.TakesHexInAnyCase, ["signature/upper-case"] },
        { Flaw.ComparesAsFarAsSent, ["signature/empty", "signature/half", "signature/byte-less", "signature/one-character"] },
        { Flaw.TakesThePlainHash, ["signature/plain-hash"] },
        { Flaw.HasNoWindow, ["time/too-old", "time/day-old", "time/in-future", "time/day-ahead", "time/greatest"] },
        { Flaw.HasNoFutureSide, ["time/in-future", "time/day-ahead"] },
        { Flaw.ReadsTimesLeniently, ["time/leading-zero", "time/plus", "time/fraction", "time/exponent"] },
        { Flaw.ForgetsTheBody, ["body/other", "body/empty", "body/first-bit", "body/last-bit", "body/line-feed", "body/changed-in-chunks"] },
        { Flaw.ForgetsTheMethod, ["method/get", "method/put", "method/delete"] },
        { Flaw.SignsTheConfiguredTarget, ["path/other", "path/encoded", "query/added", "query/dropped", "query/twice-other"] },
        { Flaw.SignsTheDecodedPath, ["path/encoded"] },
        { Flaw.ForgetsNonces, ["replay/again", "replay/at-once", "replay/other-body", "replay/other-time"] },
        { Flaw.RemembersNonceWithTime, ["replay/other-time"] },
        { Flaw.RemembersNonceWithBody, ["replay/other-body"] },
        { Flaw.SpendsNonceBeforeTheSignature, ["replay/spent-by-stranger"] },
        { Flaw.ChecksNonceThenRemembersIt, ["replay/at-once"] },
        { Flaw.TakesTheFirstOfTwoHeaders, ["headers/twice:X-API-KEY", "headers/twice-good-first:X-API-SIGN"] },
        { Flaw.UsesAnEmptySecretForUnknownKeys, ["key/unknown-id-empty-secret"] },
        { Flaw.TakesKeyIdsInAnyCase, ["key/id-other-case"] },
        { Flaw.HasNoBodyLimit, ["body/too-large", "body/too-large-in-chunks"] },
        { Flaw.ThrowsAtMalformedTimes, ["time/plus", "time/word", "time/overflow-64"] },
        { Flaw.AnswersWithTheCause, ["answers/causes", "answers/key-ids"] },
        { Flaw.AnswersOtherwiseForUnknownKeys, ["answers/causes", "answers/key-ids"] },
        { Flaw.AnswersWithTheRightSignature, ["signature/flipped-first", "signature/zeros", "signature/empty"] },
        { Flaw.AnswersOkToEverything, ["headers/none", "signature/flipped-first"] },
        { Flaw.Redirects, ["headers/none", "signature/flipped-first"] },
        { Flaw.LocksTheCallerOut, ["control/at-the-end", "replay/again"] },
        { Flaw.LimitsTheCaller, ["signature/flipped-first", "control/at-the-end"] },
        { Flaw.IsDown, ["control"] },
    };

    [Fact]
    public void Every_flaw_is_tried() => Assert.Equal(Enum.GetValues<Flaw>().Where(flaw => flaw != Flaw.None), Flaws.Select(row => (Flaw)row[0]));

    [Fact]
    public async Task A_right_endpoint_passes_though_its_answers_carry_the_id_of_a_trace()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.None);
        HostileReport report = await endpoint.AimAsync();
        report.ThrowIfAnyPassed();
        Assert.InRange(report.Outcomes.Count, 120, 200);
        Assert.Empty(report.Failures);
        Assert.Equal("control", report.Outcomes[0].Name);
        Assert.Equal("control/at-the-end", report.Outcomes[^1].Name);
        Assert.Empty(report.Skipped);
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_flaw_is_found_by_what_it_lets_through(Flaw flaw, string[] names)
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(flaw);
        HostileReport report = await endpoint.AimAsync();
        string[] failed = [.. report.Failures.Select(failure => failure.Name)];
        Assert.Empty(names.Except(failed));
        HostileRequestException thrown = Assert.Throws<HostileRequestException>(report.ThrowIfAnyPassed);
        Assert.Same(report, thrown.Report);
        Assert.All(report.Failures, failure => Assert.Contains(failure.ToString(), thrown.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Flaw.TakesHexInAnyCase, "signature/")]
    [InlineData(Flaw.TakesThePlainHash, "signature/plain-hash")]
    [InlineData(Flaw.HasNoFutureSide, "time/")]
    [InlineData(Flaw.ReadsTimesLeniently, "time/")]
    [InlineData(Flaw.ForgetsTheBody, "body/")]
    [InlineData(Flaw.ForgetsTheMethod, "method/")]
    [InlineData(Flaw.SignsTheDecodedPath, "path/")]
    [InlineData(Flaw.ForgetsNonces, "replay/")]
    [InlineData(Flaw.RemembersNonceWithTime, "replay/other-time")]
    [InlineData(Flaw.SpendsNonceBeforeTheSignature, "replay/")]
    [InlineData(Flaw.ChecksNonceThenRemembersIt, "replay/at-once")]
    [InlineData(Flaw.TakesTheFirstOfTwoHeaders, "headers/twice")]
    [InlineData(Flaw.UsesAnEmptySecretForUnknownKeys, "key/")]
    [InlineData(Flaw.TakesKeyIdsInAnyCase, "key/id-other-case")]
    [InlineData(Flaw.HasNoBodyLimit, "body/too-large")]
    [InlineData(Flaw.AnswersWithTheCause, "answers/")]
    [InlineData(Flaw.IsDown, "control")]
    public async Task Nothing_else_is_reported_of_a_flaw(Flaw flaw, string prefix)
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(flaw);
        HostileReport report = await endpoint.AimAsync();
        Assert.NotEmpty(report.Failures);
        Assert.All(report.Failures, failure => Assert.StartsWith(prefix, failure.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_refuses_the_good_request_proves_nothing_and_the_report_says_so()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.None);
        HostileReport report = await HostileRequests.AimAsync(
            endpoint.Endpoint, HandWrittenEndpoint.Scheme, new KeyRing("Key-1", HmacKey.Generate()), HandWrittenEndpoint.Options);
        HostileOutcome control = Assert.Single(report.Outcomes);
        Assert.Equal(("control", false), (control.Name, control.IsAsExpected));
        Assert.Contains("compare the key", control.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_failed_control()
    {
        HostileReport report = await HostileRequests.AimAsync(new Uri("http://127.0.0.1:1/"), HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys);
        Assert.Contains("no answer", Assert.Single(report.Failures).Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_errors_with_status_200_and_documented_causes_can_be_declared()
    {
        await using HandWrittenEndpoint ok = await HandWrittenEndpoint.StartAsync(Flaw.AnswersOkToEverything);
        HostileOptions options = HandWrittenEndpoint.Options;
        options.IsAccepted = static (status, body) => status == HttpStatusCode.OK && body != "error";
        (await HostileRequests.AimAsync(ok.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, options)).ThrowIfAnyPassed();

        await using HandWrittenEndpoint causes = await HandWrittenEndpoint.StartAsync(Flaw.AnswersWithTheCause);
        options = HandWrittenEndpoint.Options;
        options.AnswersMayTellTheCause = true;
        HostileReport report = await HostileRequests.AimAsync(causes.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, options);
        Assert.Equal(["answers/key-ids"], report.Failures.Select(failure => failure.Name));
    }

    [Fact]
    public async Task Replays_that_are_taken_on_purpose_are_not_tried()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.ForgetsNonces);
        HostileOptions options = HandWrittenEndpoint.Options;
        options.AcceptsReplaysBecauseTheHandlerIsIdempotent = true;
        HostileReport report = await HostileRequests.AimAsync(endpoint.Endpoint, HandWrittenEndpoint.Scheme, HandWrittenEndpoint.Keys, options);
        report.ThrowIfAnyPassed();
        Assert.Contains(report.Skipped, skipped => skipped.StartsWith("replay/*", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_tells_no_secret_and_no_signature()
    {
        await using HandWrittenEndpoint endpoint = await HandWrittenEndpoint.StartAsync(Flaw.AnswersWithTheRightSignature);
        string text = string.Join('\n', (await endpoint.AimAsync()).Outcomes.Where(outcome => !outcome.IsAsExpected));
        Assert.DoesNotMatch("[0-9a-f]{64}", text);
        Assert.DoesNotContain("everybody", text, StringComparison.Ordinal);
    }
}
