using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Results;

public class ResultIgnoredTests
{
    [Theory]
    [InlineData("await {|HMAC002:verifier.VerifyAsync(request)|};")]
    [InlineData("await {|HMAC002:verifier.VerifyAsync(request)|}.ConfigureAwait(false);")]
    [InlineData("await {|HMAC002:verifier.VerifySignatureAsync(request)|};")]
    [InlineData("{|HMAC002:verifier.VerifyAsync(request)|};")]
    [InlineData("var result = await {|HMAC002:verifier.VerifyAsync(request)|};")]
    [InlineData("VerificationResult result; { VerificationResult other = await {|HMAC002:verifier.VerifyAsync(request)|}; other = default; }")]
    [InlineData("{|HMAC002:SchemeCatalog.Stripe.Verify(request, ring, DateTimeOffset.UnixEpoch)|};")]
    [InlineData("{|HMAC002:key.Verify(\"message\"u8, \"tag\"u8)|};")]
    [InlineData("await {|HMAC002:keys.VerifyAsync(\"osk_1\")|};")]
    [InlineData("await {|HMAC002:buckets.TakeAsync(\"shop\", limits)|};")]
    [InlineData("await {|HMAC002:replay.TryAddAsync(claim)|};")]
    public Task A_verdict_that_nobody_looks_at_is_seen(string statement) => Rules.CheckAsync<ResultIgnoredAnalyzer>(Members(statement));

    [Theory]
    [InlineData("if (!(await verifier.VerifyAsync(request)).IsValid) { return; }")]
    [InlineData("var result = await verifier.VerifyAsync(request); if (result.IsValid) { }")]
    [InlineData("var result = await verifier.VerifyAsync(request); Action later = () => Console.WriteLine(result.Status);")]
    [InlineData("var pending = verifier.VerifyAsync(request); var result = await pending; Console.WriteLine(result.Status);")]
    [InlineData("_ = await verifier.VerifyAsync(request);")]
    [InlineData("Console.WriteLine(key.Verify(\"message\"u8, \"tag\"u8));")]
    [InlineData("VerificationResult.Refused(VerificationStatus.UnknownKey);")]
    [InlineData("await source.FindAsync(\"shop\");")]
    [InlineData("switch (await replay.TryAddAsync(claim)) { case ReplayOutcome.Added: return; }")]
    public Task A_verdict_that_is_used_or_thrown_away_by_name_stays_unsaid(string statement) => Rules.CheckAsync<ResultIgnoredAnalyzer>(Members(statement));

    [Fact]
    public Task A_verdict_that_is_returned_is_the_callers() => Rules.CheckAsync<ResultIgnoredAnalyzer>("""
        ValueTask<VerificationResult> VerifyAsync(RequestVerifier verifier, RawRequest request) => verifier.VerifyAsync(request);
        """);

    [Fact]
    public Task Somebody_elses_method_of_the_same_name_stays_unsaid() => Rules.CheckFileAsync<ResultIgnoredAnalyzer>("""
        class Other
        {
            public VerificationResult VerifyAsync() => default;

            void Run() => VerifyAsync();
        }
        """);

    private static string Members(string statement) => $$"""
        async Task Run(
            RequestVerifier verifier, RawRequest request, KeyRing ring, HmacKey key, ApiKeyVerifier keys, ITokenBucketStore buckets, BucketLimits limits, IReplayStore replay, ReplayClaim claim,
            IKeySource source)
        {
            await Task.Yield();
            {{statement}}
        }
        """;
}
