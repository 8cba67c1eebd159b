
namespace HmacKit.Testing.Tests.Hostile;

/// <summary>A verifier that keeps all rules stands up to everything, whatever the scheme; and what isn't tried is known.</summary>
public class GoodVerifierTests
{
    private const string Target = "/v1/things?b=2&a=x%2Fy";

    public static TheoryData<string> Schemes => new(PlainSchemes.All.Concat(OwnSchemes.All).Select(scheme => scheme.Name));

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_verifier_of_the_engine_holds(string name)
    {
        SignatureScheme scheme = Find(name);
        HostileReport report = await AimAsync(scheme);
        report.ThrowIfAnyPassed();
        string[] tried = [.. report.Outcomes.Select(outcome => outcome.Name)];
        Assert.Equal(tried.Length, tried.Distinct().Count());
        Assert.InRange(tried.Length, 50, 200);
        Assert.All(scheme.Headers, header => Assert.Contains($"headers/missing:{header.Name}", tried));
        string[] always = ["headers/none", "key/wrong-secret", "key/empty-secret", "signature/flipped-first", "signature/empty", "body/other", "body/first-bit", "body/too-large"];
        Assert.Empty(always.Except(tried));
        Assert.Equal(scheme.Freshness is not null, tried.Contains("time/too-old") && tried.Contains("time/in-future") && tried.Contains("time/replaced"));
        Assert.Equal(scheme.Replay != ReplayRule.None, tried.Contains("replay/again") && tried.Contains("replay/at-once"));
        Assert.Equal(scheme.Replay is ReplayRule.ById or ReplayRule.ByNonce, tried.Contains("replay/other-body"));
        Assert.Equal(scheme.HasKeyId, tried.Contains("key/unknown-id") && tried.Contains("answers/key-ids"));
        Assert.Equal(scheme.Covers.HasFlag(SignedParts.Method), tried.Contains("method/get"));
        Assert.Equal(scheme.Covers.HasFlag(SignedParts.Path), tried.Contains("path/encoded"));
        Assert.Equal(scheme.Covers.HasFlag(SignedParts.Query), tried.Contains("query/changed"));
    }

    /// <summary>Beside method, path and query, which most vendors don't sign. If the engine became laxer, more would be left out here.</summary>
    [Theory]
    [InlineData("body", "key/*id*", "replay/*", "time/*")]
    [InlineData("github", "key/*id*", "replay/*", "time/*")]
    [InlineData("onering", "key/*id*", "signature/good-and-wrong")]
    [InlineData("oort", "query/ampersand", "query/escapes-other-case", "query/other-order", "replay/*")]
    [InlineData("osaycore", "replay/*")]
    [InlineData("stripe", "key/*id*", "replay/*", "signature/good-and-wrong")]
    [InlineData("standard-webhooks", "key/*id*", "signature/good-and-wrong:blank")]
    [InlineData("theone")]
    [InlineData("twitch-eventsub", "key/*id*")]
    [InlineData("own-wide")]
    [InlineData("own-fields", "method/get", "method/put", "method/patch", "method/delete", "signature/good-and-wrong")]
    public async Task What_is_not_tried_is_what_the_scheme_does_not_cover(string name, params string[] skipped)
    {
        SignatureScheme scheme = Find(name);
        HostileReport report = await AimAsync(scheme);
        bool isQuerySigned = scheme.Covers.HasFlag(SignedParts.Query);
        IEnumerable<string> names = report.Skipped.Select(text => text.Split(": ")[0])
            .Where(item => isQuerySigned || !item.StartsWith("query/", StringComparison.Ordinal))
            .Where(item => name is "own-fields" || !(item.StartsWith("method/", StringComparison.Ordinal) || item.StartsWith("path/", StringComparison.Ordinal)));
        Assert.Equal(skipped.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_verifier_that_throws_has_failed()
    {
        var keys = new KeyRing(HmacKey.Generate());
        var verifier = new RequestVerifier(SchemeCatalog.GitHub, keys.Primary);
        HostileReport report = await HostileRequests.AimAsync(
            async (request, cancellation) => (await verifier.VerifyAsync(request, cancellation)).IsValid || (request.Headers.Count < 3 ? throw new InvalidOperationException() : false),
            "/",
            SchemeCatalog.GitHub,
            keys);
        Assert.Equal(["answers/causes", "headers/missing:X-Hub-Signature-256", "headers/none"], report.Failures.Select(failure => failure.Name).Order(StringComparer.Ordinal).Prepend("answers/causes").Distinct());
    }

    [Fact]
    public async Task A_request_without_a_body_and_with_GET_can_be_the_good_one()
    {
        var keys = new KeyRing("k", HmacKey.Generate());
        var verifier = new RequestVerifier(SchemeCatalog.TheOne, new MemoryKeySource(keys), new() { ReplayStore = new MemoryReplayStore() });
        var options = new HostileOptions { Method = HttpMethod.Get, Body = default, MaxBodyBytes = null };
        options.Headers.Clear();
        HostileReport report = await HostileRequests.AimAsync(
            async (request, cancellation) => (await verifier.VerifyAsync(request, cancellation)).IsValid, "/", SchemeCatalog.TheOne, keys, options);
        report.ThrowIfAnyPassed();
        Assert.Contains(report.Skipped, skipped => skipped.StartsWith("body/too-large*", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_goes_by_the_clock_and_the_window_that_the_endpoint_goes_by()
    {
        var clock = new ManualTimeProvider();
        var keys = new KeyRing("k", HmacKey.Generate());
        var verifier = new RequestVerifier(
            SchemeCatalog.OsayCore, new MemoryKeySource(keys), new() { TimeProvider = clock, MaxAge = TimeSpan.FromSeconds(20), MaxSkew = TimeSpan.FromSeconds(5) });
        ValueTask<bool> Verify(RawRequest request, CancellationToken cancellation) => new(verifier.VerifyAsync(request, cancellation).AsTask().ContinueWith(task => task.Result.IsValid, TaskScheduler.Default));
        var options = new HostileOptions { TimeProvider = clock, MaxAge = TimeSpan.FromSeconds(20), MaxSkew = TimeSpan.FromSeconds(5) };
        HostileReport report = await HostileRequests.AimAsync(Verify, "/", SchemeCatalog.OsayCore, keys, options);
        report.ThrowIfAnyPassed();
        Assert.Equal("signed 30 s ago", report.Outcomes.Single(outcome => outcome.Name == "time/too-old").Sent);
    }

    [Fact]
    public async Task Keys_that_are_over_or_off_are_tried_and_older_ones_must_still_work()
    {
        var clock = new ManualTimeProvider();
        DateTimeOffset now = clock.GetUtcNow();
        KeyRing keys = new KeyRing("k", HmacKey.Generate()).WithAccepted(HmacKey.Generate(), expires: now.AddDays(1)).WithAccepted(HmacKey.Generate(), expires: now);
        KeyRing off = new KeyRing("off", HmacKey.Generate()).Disable();
        var expired = new KeyRing("expired", HmacKey.Generate(), expires: now);
        var options = new HostileOptions { TimeProvider = clock, RefusedKeys = { off, expired } };

        (await AimAsync(keys, off, expired)).ThrowIfAnyPassed();
        Assert.Equal(["key/older:1"], Failures(await AimAsync(new KeyRing("k", keys.Primary), off, expired)));
        Assert.Equal(
            ["key/over:2", "key/refused:off", "key/refused:expired"],
            Failures(await AimAsync(keys.WithAccepted(keys.Entries[2].Key), off.Enable(), new KeyRing("expired", expired.Primary))));

        Task<HostileReport> AimAsync(params KeyRing[] known)
        {
            var verifier = new RequestVerifier(SchemeCatalog.TheOne, new MemoryKeySource(known), new() { ReplayStore = new MemoryReplayStore(new() { TimeProvider = clock }), TimeProvider = clock });
            return HostileRequests.AimAsync(async (request, cancellation) => (await verifier.VerifyAsync(request, cancellation)).IsValid, "/", SchemeCatalog.TheOne, keys, options);
        }

        static IEnumerable<string> Failures(HostileReport report) => report.Failures.Select(failure => failure.Name).Where(name => name.StartsWith("key/", StringComparison.Ordinal));
    }

    private static async Task<HostileReport> AimAsync(SignatureScheme scheme)
    {
        var keys = new KeyRing(scheme.HasKeyId ? "Key-1" : "", HmacKey.Generate(scheme.Algorithm));
        var verifier = new RequestVerifier(scheme, new MemoryKeySource(keys), new() { ReplayStore = new MemoryReplayStore() });
        return await HostileRequests.AimAsync(
            async (request, cancellation) => (await verifier.VerifyAsync(request, cancellation)).IsValid, Target, scheme, keys);
    }

    private static SignatureScheme Find(string name) => SchemeCatalog.Find(name) ?? OwnSchemes.All.Single(scheme => scheme.Name == name);
}
